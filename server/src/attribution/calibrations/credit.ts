import { apportion, apportionConversions, type Model, NANO, weigh } from '../../../../engine/src/index.ts';
import { chunkOf } from '../paths/packed.ts';
import { campaignsOf } from '../reports/aggregate.ts';
import { createEvaluated, evaluate } from '../reports/evaluate.ts';
import type { ReportOptions, Slot } from '../reports/options.ts';

/** By which model and options credit is given, and to which campaign it is counted. */
export interface CampaignCredit {
  model: Model;
  options: ReportOptions;
  slots: readonly Slot[];
  campaign: string;
}

/** Of each stored path, in order, the campaign's share: of the conversion, and of its value in minor units. */
export function campaignCredits(packed: readonly Uint8Array[], { model, options, slots, campaign }: CampaignCredit) {
  const chunk = chunkOf(packed);
  const out = createEvaluated(chunk.capacity);
  evaluate(chunk, options, campaignsOf(slots), out);
  const touches = out.offsets[out.pathCount];
  const [weights, nano, minor] = [new Float64Array(touches), new Float64Array(touches), new Float64Array(touches)];
  weigh(model, out, weights);
  apportionConversions(out, weights, nano);
  apportion(out, chunk.valueMinor, weights, minor);
  return packed.map((_, path) => {
    const share = { conversions: 0, valueMinor: 0 };
    for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) {
      if (slots[out.slot[touch]].campaign !== campaign) continue;
      share.conversions += nano[touch] / NANO;
      share.valueMinor += minor[touch];
    }
    return share;
  });
}
