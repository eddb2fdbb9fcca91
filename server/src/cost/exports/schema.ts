import { z } from 'zod';
import { Month } from '../entries/schema.ts';

export const FocusQuery = z.strictObject({ month: Month.describe('in whose bill the charges stand, such as 2026-11') });
