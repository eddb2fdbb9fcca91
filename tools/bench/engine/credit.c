/* The five heuristic models in one plain loop: the yardstick for the engine's speed.
 * credit FILE REPEATS: FILE holds int32 pathCount, touchCount, unitCount, 0, then offsets (int32), unit (uint16), ageMs and value (double),
 * each padded to 8 bytes. Prints the milliseconds of each repeat, then per unit ten sums: conversions and value of each model. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STEPS 1024
#define LAST_POWER 1100
#define SUMS 10
#define LONGEST 4096

static double whole[LAST_POWER + 1], fraction[STEPS];

static void fill_tables(void) {
  for (int i = 0; i <= LAST_POWER; i++) whole[i] = ldexp(1.0, -i);
  for (int j = 0; j < STEPS; j++) fraction[j] = pow(2.0, -(double)j / STEPS);
}

static inline double halving(double x) {
  if (x >= LAST_POWER) return 0.0;
  double scaled = x * STEPS;
  int step = (int)scaled;
  double r = (scaled - step) * (0.6931471805599453 / STEPS);
  double rest = 1 - r * (1 - r * (0.5 - r * (1.0 / 6 - r * (1.0 / 24))));
  return whole[step >> 10] * fraction[step & 1023] * rest;
}

static void credit(int paths, const int32_t *offsets, const uint16_t *unit, const double *age, const double *value, double half_life,
                   double *sums) {
  double decay[LONGEST];
  for (int p = 0; p < paths; p++) {
    int start = offsets[p], n = offsets[p + 1] - start;
    if (n == 0) continue;
    double worth = value[p], newest = age[start + n - 1], total = 0;
    double even = 1.0 / n, between = n > 2 ? 0.2 / (n - 2) : 0;
    for (int t = 0; t < n; t++) total += decay[t] = halving((age[start + t] - newest) / half_life);
    double scale = 1 / total;
    for (int t = 0; t < n; t++) {
      double *sum = sums + SUMS * unit[start + t];
      double fading = decay[t] * scale;
      double position = n == 1 ? 1 : n == 2 ? 0.5 : t == 0 || t == n - 1 ? 0.4 : between;
      sum[4] += even;
      sum[5] += even * worth;
      sum[6] += fading;
      sum[7] += fading * worth;
      sum[8] += position;
      sum[9] += position * worth;
    }
    double *first = sums + SUMS * unit[start], *last = sums + SUMS * unit[start + n - 1];
    first[0] += 1;
    first[1] += worth;
    last[2] += 1;
    last[3] += worth;
  }
}

static double now_ms(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1e3 + at.tv_nsec / 1e6;
}

static void *read_part(FILE *file, size_t length) {
  size_t bytes = (length + 7) / 8 * 8;
  void *part = malloc(bytes);
  if (!part || fread(part, 1, bytes, file) != bytes) {
    fprintf(stderr, "the data file is too short\n");
    exit(1);
  }
  return part;
}

int main(int count, char **words) {
  FILE *file = count == 3 ? fopen(words[1], "rb") : NULL;
  if (!file) return 1;
  int32_t *header = read_part(file, 16);
  int paths = header[0], touches = header[1], units = header[2];
  int32_t *offsets = read_part(file, ((size_t)paths + 1) * 4);
  uint16_t *unit = read_part(file, (size_t)touches * 2);
  double *age = read_part(file, (size_t)touches * 8), *value = read_part(file, (size_t)paths * 8);
  double *sums = calloc((size_t)units * SUMS, 8);
  fill_tables();
  for (int i = 0; i < atoi(words[2]); i++) {
    memset(sums, 0, (size_t)units * SUMS * 8);
    double started = now_ms();
    credit(paths, offsets, unit, age, value, 604800000.0, sums);
    printf("%.4f%c", now_ms() - started, i + 1 < atoi(words[2]) ? ' ' : '\n');
  }
  for (int u = 0; u < units; u++)
    for (int s = 0; s < SUMS; s++) printf("%.17g%c", sums[u * SUMS + s], s + 1 < SUMS ? ' ' : '\n');
  return 0;
}
