import { html } from '../../platform/markup.ts';
import { ABSENT, BRAND, type Page, pageOf, sayingPage } from '../public-pages/page.ts';
import type { Stopping } from './service.ts';

/** A page that asks whether mails are to stop, or says that they did. */
export function stopPage(stopping: Stopping | undefined): Page {
  if (stopping === undefined) return sayingPage(...ABSENT);
  const { title, hasUnsubscribed } = stopping;
  if (hasUnsubscribed) return sayingPage('You get these mails no more', `“${title}” is not sent to you any longer.`);
  return pageOf(
    'Stop these mails',
    html`<header>${BRAND}</header>
      <h1>Stop these mails?</h1>
      <p class="muted">“${title}” is sent to you by e-mail.</p>
      <form method="post"><button type="submit">Stop these mails</button></form>`,
    { hasForm: true },
  );
}
