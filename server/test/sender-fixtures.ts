/** What senders of other systems' events post, as their documents have it: whole, with parts missing, and faulty. */

const EMAIL = 'jane@example.com';
/** SHA-256 of jane@example.com. */
export const EMAIL_SHA256 = '8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d';

export const SEGMENT = {
  whole: {
    type: 'track',
    event: 'Order Completed',
    messageId: 'ajs-next-1',
    timestamp: '2026-11-19T09:30:00.000Z',
    userId: 'user-17',
    anonymousId: 'anon-1',
    properties: {
      order_id: '50314b8e',
      total: 27.5,
      revenue: 25.0,
      shipping: 1.5,
      tax: 1,
      currency: 'USD',
      coupon: 'TECH10',
      products: [{ product_id: '507f', price: 25 }],
    },
    context: {
      ip: '203.0.113.9',
      userAgent: 'Browser/1',
      page: { url: 'https://shop.example/thanks?click_id=click-1&utm_medium=audio', referrer: 'https://news.example/story?id=7' },
      campaign: { source: 'podcast', name: 'spring' },
      traits: { email: ` ${EMAIL.toUpperCase()}` },
    },
  },
  batch: {
    context: { ip: '203.0.113.9' },
    batch: [
      { type: 'identify', messageId: 'm-0', userId: 'user-17', traits: {} },
      { type: 'track', event: 'Signed Up', messageId: 'm-1', userId: 'user-17', timestamp: '2026-11-19T09:31:00Z' },
      {
        type: 'track',
        event: 'Order Completed',
        messageId: 'm-2',
        timestamp: '2026-11-19T09:32:00Z',
        properties: { order_id: '1', revenue: '9' },
      },
      { type: 'track', event: 'Order Completed', messageId: 'm-3', timestamp: '2020-01-01T00:00:00Z', properties: { order_id: '2' } },
      { type: 'track', messageId: 'm-4' },
      null,
    ],
  },
};

export const GA4 = {
  whole: {
    client_id: '1234.5678',
    user_id: 'user-17',
    timestamp_micros: '1763545800000000',
    consent: { ad_user_data: 'GRANTED' },
    user_data: { sha256_email_address: [EMAIL_SHA256] },
    ip_override: '203.0.113.9',
    events: [
      {
        name: 'purchase',
        params: { transaction_id: 'T-1', value: 30.03, currency: 'EUR', coupon: 'TECH10', tax: 4.9, shipping: 5, items: [] },
      },
      { name: 'scroll', params: {} },
    ],
  },
  partial: {
    client_id: '1.1',
    events: [{ name: 'purchase', params: { transaction_id: 'T-2', value: 10 } }, { name: 'generate_lead' }, {}],
  },
};

export const META = {
  whole: {
    data: [
      {
        event_name: 'Purchase',
        event_time: 1_763_545_800,
        event_id: 'event-1',
        action_source: 'website',
        event_source_url: 'https://shop.example/thanks?utm_source=podcast',
        user_data: { em: [EMAIL_SHA256], client_ip_address: '2001:db8::1', client_user_agent: 'Browser/1', external_id: ['user-17'] },
        custom_data: { value: 142.52, currency: 'usd', order_id: 'M-1' },
      },
    ],
  },
  partial: {
    data: [
      { event_name: 'Lead', event_time: 1_763_545_800, event_id: 'lead-1', user_data: { em: [EMAIL_SHA256] }, opt_out: true },
      { event_name: 'Purchase', event_time: 1_500_000_000, event_id: 'old', user_data: { em: [EMAIL_SHA256] } },
      { event_name: 'AddToCart', event_time: 1_763_545_800, event_id: 'cart' },
      { event_name: 'Purchase', event_id: 'no-time' },
    ],
  },
};

export const PODSCRIBE = {
  whole: {
    action: 'purchase',
    order_number: 'P-1',
    order_value: '49.99',
    currency: 'USD',
    discount_code: 'tech10',
    hashed_email: '9e26471d35a78862c17e467d87cddedf',
    is_new_customer: 'true',
    num_items_purchased: '3',
    referrer: 'https://news.example/story',
  },
  faulty: { action: 'purchase', order_number: 'P-2', order_value: 'free' },
};
