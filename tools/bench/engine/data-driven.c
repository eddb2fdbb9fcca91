/* The data-driven models in plain loops: the yardstick for the engine's speed.
 * data-driven markov|shapley|hazard FILE REPEATS: FILE holds int32 paths, touches, units, exposures, then columns, each padded to 8
 * bytes. Prints the processor's milliseconds of each repeat, then sums: markov the times each unit followed each (none last), shapley
 * conversions and value of each unit, hazard effect and decay of each unit after one step, and the organic conversions before it. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STEPS 1024
#define LAST_POWER 1100
#define LONGEST 4096
#define LN2 0.6931471805599453

static int paths, touches, units, exposures, repeats;
static FILE *file;

static double processor_ms(void) {
  struct timespec at;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
  return at.tv_sec * 1e3 + at.tv_nsec / 1e6;
}

static void *read_part(size_t length) {
  size_t bytes = (length + 7) / 8 * 8;
  void *part = malloc(bytes);
  if (!part || fread(part, 1, bytes, file) != bytes) {
    fprintf(stderr, "the data file is too short\n");
    exit(1);
  }
  return part;
}

static void print_time(double started, int repeat) { printf("%.4f%c", processor_ms() - started, repeat + 1 < repeats ? ' ' : '\n'); }

static void print_sums(const double *sums, int rows, int columns) {
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++) printf("%.17g%c", sums[row * columns + column], column + 1 < columns ? ' ' : '\n');
}

static void count_followers(const int32_t *offsets, const uint16_t *unit, const double *conversions, const double *nulls, double *sums) {
  double *ends = sums + units * (units + 1);
  for (int p = 0; p < paths; p++) {
    int start = offsets[p], end = offsets[p + 1];
    if (start == end) continue;
    double taken = conversions[p] + nulls[p], *row = sums + units * units;
    for (int t = start; t < end; t++) {
      row[unit[t]] += taken;
      row = sums + units * unit[t];
    }
    ends[2 * unit[end - 1]] += conversions[p];
    ends[2 * unit[end - 1] + 1] += nulls[p];
  }
}

static void markov(void) {
  int32_t *offsets = read_part(((size_t)paths + 1) * 4);
  uint16_t *unit = read_part((size_t)touches * 2);
  double *conversions = read_part((size_t)paths * 8), *nulls = read_part((size_t)paths * 8);
  size_t bytes = ((size_t)units * (units + 1) + 2 * units) * 8;
  double *sums = malloc(bytes);
  for (int i = 0; i < repeats; i++) {
    memset(sums, 0, bytes);
    double started = processor_ms();
    count_followers(offsets, unit, conversions, nulls, sums);
    print_time(started, i);
  }
  print_sums(sums, units + 1, units);
}

static void share_evenly(const int32_t *offsets, const uint16_t *unit, const double *value, int32_t *met, double *sums) {
  int32_t distinct[LONGEST];
  for (int u = 0; u < units; u++) met[u] = -1;
  for (int p = 0; p < paths; p++) {
    int n = 0;
    for (int t = offsets[p]; t < offsets[p + 1]; t++) {
      if (met[unit[t]] == p) continue;
      met[unit[t]] = p;
      distinct[n++] = unit[t];
    }
    double share = 1.0 / n, worth = value[p] * share;
    for (int k = 0; k < n; k++) {
      sums[2 * distinct[k]] += share;
      sums[2 * distinct[k] + 1] += worth;
    }
  }
}

static void shapley(void) {
  int32_t *offsets = read_part(((size_t)paths + 1) * 4);
  uint16_t *unit = read_part((size_t)touches * 2);
  double *value = read_part((size_t)paths * 8), *sums = malloc((size_t)units * 16);
  int32_t *met = malloc((size_t)units * 4);
  for (int i = 0; i < repeats; i++) {
    memset(sums, 0, (size_t)units * 16);
    double started = processor_ms();
    share_evenly(offsets, unit, value, met, sums);
    print_time(started, i);
  }
  print_sums(sums, units, 2);
}

static double whole[LAST_POWER + 1], fraction[STEPS];

static void fill_tables(void) {
  for (int i = 0; i <= LAST_POWER; i++) whole[i] = ldexp(1.0, -i);
  for (int j = 0; j < STEPS; j++) fraction[j] = pow(2.0, -(double)j / STEPS);
}

static inline double halving_of(double scaled) {
  if (scaled >= LAST_POWER * STEPS) return 0.0;
  int step = (int)scaled;
  double r = (scaled - step) * (LN2 / STEPS);
  return whole[step >> 10] * fraction[step & 1023] * (1 - r * (1 - r * (0.5 - r * (1.0 / 6 - r * (1.0 / 24)))));
}

typedef struct {
  int32_t *offsets, *unit, *end_offsets;
  double *age, *end, *effect, *decay, *baseline, *per_ms, *height, *made, *made_age;
} Observed;

/* Returns the organic conversions; their likelihood is left out, which the engine computes beside it. */
static double share_out(Observed *o) {
  double rates[LONGEST], organic = 0;
  for (int p = 0; p < paths; p++) {
    int start = o->offsets[p], n = o->offsets[p + 1] - start;
    double hazard = *o->baseline;
    for (int t = 0; t < n; t++) {
      int u = o->unit[start + t];
      rates[t] = o->height[u] * halving_of(o->age[start + t] * o->per_ms[u]);
      hazard += rates[t];
    }
    for (int t = 0; t < n; t++) {
      double share = rates[t] / hazard;
      o->made[o->unit[start + t]] += share;
      o->made_age[o->unit[start + t]] += share * o->age[start + t];
    }
    organic += *o->baseline / hazard;
  }
  return organic;
}

static void step(Observed *o, double *sums) {
  for (int u = 0; u < units; u++) {
    o->per_ms[u] = o->decay[u] * (STEPS / LN2);
    o->height[u] = o->effect[u] * o->decay[u];
    o->made[u] = o->made_age[u] = 0;
  }
  sums[2 * units] = share_out(o);
  for (int u = 0; u < units; u++) {
    double observed = 0, edge = 0;
    for (int e = o->end_offsets[u]; e < o->end_offsets[u + 1]; e++) {
      double left = halving_of(o->end[e] * o->per_ms[u]);
      observed += 1 - left;
      edge += o->end[e] * left;
    }
    double effect = o->made[u] / observed, unseen = effect * (o->end_offsets[u + 1] - o->end_offsets[u] - observed);
    sums[2 * u] = effect;
    sums[2 * u + 1] = (o->made[u] + unseen) / (o->made_age[u] + unseen / o->decay[u] + effect * edge);
  }
}

static void hazard(void) {
  Observed o;
  o.offsets = read_part(((size_t)paths + 1) * 4);
  o.unit = read_part((size_t)touches * 4);
  o.age = read_part((size_t)touches * 8);
  o.end_offsets = read_part(((size_t)units + 1) * 4);
  o.end = read_part((size_t)exposures * 8);
  o.baseline = read_part(8);
  o.effect = read_part((size_t)units * 8);
  o.decay = read_part((size_t)units * 8);
  o.per_ms = malloc((size_t)units * 8), o.height = malloc((size_t)units * 8);
  o.made = malloc((size_t)units * 8), o.made_age = malloc((size_t)units * 8);
  double *sums = malloc((2 * (size_t)units + 1) * 8);
  fill_tables();
  for (int i = 0; i < repeats; i++) {
    double started = processor_ms();
    step(&o, sums);
    print_time(started, i);
  }
  print_sums(sums, 2 * units + 1, 1);
}

int main(int count, char **words) {
  file = count == 4 ? fopen(words[2], "rb") : NULL;
  if (!file) return 1;
  repeats = atoi(words[3]);
  int32_t *header = read_part(16);
  paths = header[0], touches = header[1], units = header[2], exposures = header[3];
  if (!strcmp(words[1], "markov")) markov();
  else if (!strcmp(words[1], "shapley")) shapley();
  else hazard();
  return 0;
}
