/** A talking point, and how hosts say it: as rules were tried on, and as they were not. */
export interface PointMaterial {
  wanted: string;
  said: readonly string[];
  heldOut: readonly string[];
  /** The same with another figure, for points that have one. */
  otherFigure?: string;
}

export interface BrandMaterial {
  name: string;
  /** As a machine may write what sounds the same. */
  misheard: readonly string[];
  misheardHeldOut: readonly string[];
  /** Letters, digits. */
  code: readonly [string, string];
  /** Host in words, path. */
  host: readonly string[];
  path: string;
  points: readonly PointMaterial[];
  about: readonly string[];
  forbidden: readonly { wanted: string; said: string; heldOut: string }[];
}

/** Brands, words and sentences are invented for this bench. */
export const BRANDS: readonly BrandMaterial[] = [
  {
    name: 'Lumen Lamps',
    misheard: ['Lumin Lamps', 'Loomen Lamps'],
    misheardHeldOut: ['Lumenlamps', 'Lummen Lamps'],
    code: ['glow', '20'],
    host: ['lumen', 'lamps'],
    path: 'garden',
    points: [
      {
        wanted: 'free shipping on every order',
        said: ['Shipping is free on every order, no matter how small.', 'You get free shipping with every order.'],
        heldOut: ['They ship every single order to you for free.', 'And every order, every one, ships free of charge.'],
      },
      {
        wanted: '30 day money back guarantee',
        said: ['There is a thirty day money back guarantee.', 'You have a 30-day money-back guarantee on all of it.'],
        heldOut: [
          'If you do not love it within thirty days, you get your money back, guaranteed.',
          'It is money back for 30 days, they guarantee that.',
        ],
        otherFigure: 'There is a sixty day money back guarantee.',
      },
      {
        wanted: 'designed with sleep scientists',
        said: ['The lamps were designed together with sleep scientists.', 'Sleep scientists helped to design them.'],
        heldOut: ['They designed these with actual scientists who study sleep.', 'Scientists who work on sleep were part of the design.'],
      },
    ],
    about: [
      'I have one of these on my desk and the light is warm like a candle.',
      'My wife reads beside it every night and never complains.',
    ],
    forbidden: [
      {
        wanted: 'cures insomnia',
        said: 'Honestly, this lamp cured my insomnia, it really cures insomnia.',
        heldOut: 'They say the thing cures insomnia and I believe it.',
      },
      { wanted: 'clinically proven', said: 'The effect is clinically proven.', heldOut: 'It has been clinically proven, folks.' },
    ],
  },
  {
    name: 'Brackwater Coffee',
    misheard: ['Brakwater Coffee', 'Brackwater Coffey'],
    misheardHeldOut: ['Brack Water Coffee', 'Brackwatter Coffee'],
    code: ['brew', '15'],
    host: ['brackwater'],
    path: 'show',
    points: [
      {
        wanted: 'roasted within 24 hours of shipping',
        said: ['Every bag is roasted within twenty four hours of shipping.', 'They roast it within 24 hours of shipping it.'],
        heldOut: [
          'Beans are roasted no more than twenty-four hours before they ship.',
          'From the roaster to the shipping box it is never more than 24 hours.',
        ],
        otherFigure: 'Every bag is roasted within forty eight hours of shipping.',
      },
      {
        wanted: 'skip or cancel any time',
        said: ['You can skip or cancel any time.', 'Skip a month, or cancel at any time.'],
        heldOut: ['Want to skip one? Want to cancel? Do that any time.', 'Cancelling is easy, and skipping is too, any time you like.'],
      },
      {
        wanted: 'direct trade with small farms',
        said: ['It is direct trade, straight from small farms.', 'They do direct trade with small farms.'],
        heldOut: ['They trade directly with farms that are small and family run.', 'Small farms, direct trade, nobody in between.'],
      },
    ],
    about: ['The smell alone gets me out of bed these days.', 'We went through two bags in a week at the studio.'],
    forbidden: [
      { wanted: 'healthiest coffee', said: 'It is the healthiest coffee you can buy.', heldOut: 'Call it the healthiest coffee on earth.' },
      { wanted: 'lose weight', said: 'People lose weight with it, too.', heldOut: 'I am losing weight since I drink it.' },
    ],
  },
  {
    name: 'Tallow and Pine',
    misheard: ['Tallo and Pine', 'Tallow and Pyne'],
    misheardHeldOut: ['Talow and Pine', 'Tallow & Pine'],
    code: ['cabin', '25'],
    host: ['tallow', 'and', 'pine'],
    path: 'woods',
    points: [
      {
        wanted: 'made by hand in Oregon',
        said: ['Each candle is made by hand in Oregon.', 'They are all hand made, in Oregon.'],
        heldOut: ['Somebody in Oregon makes each one of these by hand.', 'It is an Oregon thing, all made by hand.'],
      },
      {
        wanted: 'burns for 60 hours',
        said: ['One candle burns for sixty hours.', 'It burns for 60 hours.'],
        heldOut: ['You get sixty hours of burning out of a single one.', 'Light it, and it will burn and burn, 60 hours in all.'],
        otherFigure: 'One candle burns for ninety hours.',
      },
      {
        wanted: 'no synthetic fragrance',
        said: ['There is no synthetic fragrance in there.', 'No synthetic fragrances at all.'],
        heldOut: ['They never put a synthetic fragrance in.', 'The fragrance comes without anything synthetic.'],
      },
    ],
    about: ['Our whole office smells like a forest after rain.', 'I gave three of them to my mother in law and she asked for more.'],
    forbidden: [
      { wanted: 'completely smokeless', said: 'The flame is completely smokeless.', heldOut: 'And yes, they are completely smokeless.' },
      { wanted: 'purifies the air', said: 'It even purifies the air.', heldOut: 'This one purified the air in here.' },
    ],
  },
  {
    name: 'Fenwick Mattress',
    misheard: ['Fennick Mattress', 'Fenwick Matress'],
    misheardHeldOut: ['Fenwik Mattress', 'Fen Wick Mattress'],
    code: ['rest', '100'],
    host: ['fenwick', 'mattress'],
    path: 'podcast',
    points: [
      {
        wanted: '100 night trial',
        said: ['You have a one hundred night trial.', 'Try it with a 100-night trial.'],
        heldOut: ['You may sleep on it for a hundred nights as a trial.', 'The trial runs 100 nights, which is plenty.'],
        otherFigure: 'You have a three hundred night trial.',
      },
      {
        wanted: 'delivered to your door in a box',
        said: ['It is delivered to your door in a box.', 'They deliver it in a box, right to your door.'],
        heldOut: ['A box shows up at your door, that is the delivery.', 'Delivery is to the door, and it comes in a box.'],
      },
      {
        wanted: 'ten year warranty',
        said: ['There is a ten year warranty.', 'It has a 10-year warranty.'],
        heldOut: ['They give you a warranty of ten years on it.', 'The warranty? Ten years.'],
        otherFigure: 'There is a five year warranty.',
      },
    ],
    about: ['My back has not been this quiet since college.', 'The dog has decided that it is his now.'],
    forbidden: [
      {
        wanted: 'ends back pain',
        said: 'This mattress ends back pain.',
        heldOut: 'It ended back pain for me, it ends back pain for everyone.',
      },
      {
        wanted: 'number one mattress',
        said: 'It is the number one mattress in the country.',
        heldOut: 'Everybody calls it the number one mattress.',
      },
    ],
  },
  {
    name: 'Quillon',
    misheard: ['Quilon', 'Kwillon'],
    misheardHeldOut: ['Quillan', 'Quill on'],
    code: ['write', '10'],
    host: ['quillon'],
    path: 'notes',
    points: [
      {
        wanted: 'works offline on every device',
        said: ['It works offline, on every device that you own.', 'Quillon works offline on every device.'],
        heldOut: [
          'Every device you have, and all of it works when you are offline.',
          'It keeps working offline, whatever the device, every one of them.',
        ],
      },
      {
        wanted: '14 day free trial',
        said: ['There is a fourteen day free trial.', 'Start with a 14-day free trial.'],
        heldOut: ['You may try it free for fourteen days.', 'The trial is free, 14 days long.'],
        otherFigure: 'There is a forty day free trial.',
      },
      {
        wanted: 'end to end encrypted',
        said: ['Your notes are end to end encrypted.', 'Everything is end-to-end encrypted.'],
        heldOut: ['All notes have encryption from end to end.', 'They encrypt it, end to end.'],
      },
    ],
    about: ['I wrote the notes for this very episode in it.', 'My old notebook has not left the drawer since spring.'],
    forbidden: [
      { wanted: 'unhackable', said: 'It is basically unhackable.', heldOut: 'An unhackable little thing, that is.' },
      { wanted: 'replaces your lawyer', said: 'It replaces your lawyer, almost.', heldOut: 'For me it replaced your lawyer and mine.' },
    ],
  },
  {
    name: 'Harrow Meals',
    misheard: ['Harow Meals', 'Harrow Meels'],
    misheardHeldOut: ['Harrowmeals', 'Harro Meals'],
    code: ['dinner', '50'],
    host: ['harrow', 'meals'],
    path: 'talk',
    points: [
      {
        wanted: 'ready in 20 minutes',
        said: ['Dinner is ready in twenty minutes.', 'Each meal is ready in 20 minutes.'],
        heldOut: ['You wait twenty minutes and it is ready.', '20 minutes on the stove, and you are ready to eat.'],
        otherFigure: 'Dinner is ready in forty minutes.',
      },
      {
        wanted: 'vegetarian and gluten free menus',
        said: ['They have vegetarian and gluten free menus.', 'There are vegetarian menus and gluten-free menus.'],
        heldOut: [
          'The menu has plenty for vegetarians, and it has gluten free, too.',
          'Vegetarian? Gluten free? There is a menu for each.',
        ],
      },
      {
        wanted: 'no subscription required',
        said: ['No subscription is required.', 'There is no subscription required.'],
        heldOut: [
          'They do not require a subscription.',
          'You never need the required subscription that others have, no subscription at all.',
        ],
      },
    ],
    about: ['We cooked the one with lentils and the kids wanted seconds.', 'I burned the first one, and that was on me.'],
    forbidden: [
      { wanted: 'doctor approved', said: 'All of it is doctor approved.', heldOut: 'These are doctor approved dinners.' },
      { wanted: 'cheaper than groceries', said: 'It is cheaper than groceries.', heldOut: 'They come out cheaper than groceries would.' },
    ],
  },
];

/** Ads of others that stand in the same episodes. */
export const OTHERS = [
  { name: 'Oakhurst Bank', host: 'oakhurst bank dot com', code: 'SAVE30', about: 'Oakhurst Bank has an account without monthly fees.' },
  {
    name: 'Vantel Mobile',
    host: 'vantelmobile.com',
    code: 'CALL40',
    about: 'With Vantel Mobile you pay for the data that you use and nothing else.',
  },
  {
    name: 'Petrel Air',
    host: 'petrelair.com slash fly',
    code: 'SKY75',
    about: 'Petrel Air flies to forty cities, and your first bag is free.',
  },
] as const;

export const COMPETITORS = ['Drayton Goods', 'Maplecourt', 'Sunder and Sons'] as const;

export const TALK = {
  who: [
    'My neighbour',
    'The coach',
    'Her uncle',
    'Our guest',
    'The mayor',
    'A friend of mine',
    'The engineer',
    'That painter',
    'The whole team',
  ],
  did: [
    'walked across',
    'talked about',
    'could not believe',
    'remembered',
    'wrote a letter about',
    'laughed at',
    'kept coming back to',
    'measured',
  ],
  what: [
    'the old bridge',
    'the second half of the match',
    'a river in the north',
    'the first recording',
    'that strange summer',
    'the harvest',
  ],
  ending: [
    'and nobody in the room knew what to say.',
    'because the weather had turned by then.',
    'which is a story for another day.',
    'until the lights went out in the hall.',
    'and I still think about it on long drives.',
    'so we had to start over from the beginning.',
    'although the map said something else.',
  ],
} as const;

export const FRAMES = {
  intro: [
    'This part of the show is brought to you by {name}.',
    'Thanks to {name} for sponsoring this episode.',
    'Let me tell you about {name}.',
  ],
  introHeldOut: ['Okay, quick word from our friends at {name}.', 'We are able to do this because of {name}, and here is why I like them.'],
  call: [
    'Go to {address} and use code {code} at checkout.',
    'Visit {address} and enter promo code {code} to get your discount.',
    'Head to {address} today, that is {address}, and use the code {code}.',
  ],
  callHeldOut: [
    'So the place to go is {address}, and when they ask you for a code at checkout, it is {code}.',
    'Type {address} into your browser, then put {code} in the coupon box at checkout.',
    'You will save with my code {code}, and the link once more is {address}.',
  ],
} as const;
