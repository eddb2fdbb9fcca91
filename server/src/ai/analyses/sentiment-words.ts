/** How well words speak of what they are about, from -3 to 3; a `*` stands for any ending. Our own list. */
export const SENTIMENT_WORDS: readonly (readonly [value: number, words: string])[] = [
  [
    3,
    'amazing awesome brilliant excellent exceptional fabulous fantastic flawless incredible magnificent marvelous marvellous ' +
      'outstanding perfect perfectly phenomenal spectacular stunning superb terrific wonderful wonderfully love loved loves ' +
      'adore adored adores thrilled ecstatic overjoyed delightful masterpiece',
  ],
  [
    2,
    'beautiful beautifully best better blessed bravo celebrate celebrated charming cheerful comfort* compassion* ' +
      'congratulations courage* creative delight* delicious eager elegant encourag* enjoy* enthusias* excited exciting ' +
      'excitement fascinating favorite favourite fun funny generous gorgeous grateful great greatest happier happiest happily ' +
      'happy happiness hero* hilarious honest* honor* hopeful impressive impressed inspir* joy joyful kindness laugh* lovely ' +
      'lucky peaceful pleasant pleased pleasure proud rewarding succeed* success* thank thankful thanks thoughtful treasure* ' +
      'triumph* trust* victory warm* win winner* winning wins wise wisdom won',
  ],
  [
    1,
    'able achieve* admire* advantage* agree* appreciat* benefit* calm care* caring clean clever cool cute easier easy ' +
      'effective efficient fair fine fresh friend* friendly gain* gentle gift* glad good handy healthy help* ideal improve* ' +
      'improvement* interesting kind like* nice okay pleas* positive pretty ready reliable relief safe safety smart smile* ' +
      'smooth solid strong support* sweet useful valuable welcome well worth worthwhile wow yay',
  ],
  [
    -1,
    'afraid annoy* anxious argue* awkward bad blame* bored boring bother* broke broken burden* complain* concern* confus* ' +
      'crash* critic* cry* crying danger* dangerous decline* delay* deny difficult* disagree* doubt* dull embarrass* error* ' +
      'exhaust* expensive fail* fake fault* fear* flaw* forgot guilty hard hurt* ignore* impossible lack* lazy lie lied lies ' +
      'lonely lose loses losing loss lost mad mess* mistake* nervous pain* poor problem* refuse* regret* reject* risk* rude sad ' +
      'scared scary selfish shame* sick slow sorry stress* struggl* stuck stupid tension threat* tired trouble* ugly unfair ' +
      'unfortunately unhappy upset weak weird worried worry worries wrong',
  ],
  [
    -2,
    'abuse* abusive angry anger attack* betray* bitter chaos corrupt* crime* criminal* crisis cruel damage* dead death* ' +
      'depress* despair* destroy* devastat* die died dies dying disaster* disgust* disappoint* dishonest failure* fraud* ' +
      'furious grief harass* harm* hate* hated hates hatred hell hopeless hostile humiliat* idiot* injur* insult* kill* ' +
      'miserable murder* outrage* panic* pathetic ridiculous ruin* scam* suffer* terrified toxic tragic tragedy unacceptable ' +
      'useless victim* violen* worse wreck*',
  ],
  [
    -3,
    'abysmal appalling atrocious awful catastroph* despicable disgusting dreadful evil horrible horribly horrific nightmare* ' +
      'rape* terrible terribly torture* vile worst',
  ],
];
