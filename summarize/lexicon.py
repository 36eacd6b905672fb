"""The word lists of English that the checks go by, all in one place."""

from __future__ import annotations


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


FUNCTION_WORDS = _set(
    """
    a about above after again against all also although am among an and another any are around as at
    away back be became because become been before behind being below between both but by came can
    come could did do does doing done down during each either else even ever every few for from
    further get gets getting give given go goes going gone got had has have having he her here hers
    herself him himself his how however i if in into is it its itself just last later let like made
    make makes making many may me meanwhile might more most much must my myself near next no nor not
    now of off on once one only onto or other others our ours out over own per put same she should
    since so some still such take taken than that the their theirs them themselves then there these
    they this those though through to too took toward towards under until up upon us very was we
    went were what when where whether which while who whom whose why will with within without would
    yet you your yours inside outside amid along beyond despite mr mrs ms dr said say says saying told
    tell tells according added adds
    """
)
"""Words that hold a sentence together; they come and go without a change in what it states."""

PLAIN_NEGATION = _set(
    """
    not no never none neither nor nobody nothing nowhere without cannot
    """
)
"""Turn round what follows them."""

NEGATION = _set(
    """
    not no never none neither nor nobody nothing nowhere without cannot hardly barely unable deny
    denies denied denying refuse refuses refused refusing fail fails failed failing failure reject
    rejects rejected rejecting lack lacks lacked stop stops stopped prevent prevents prevented avoid
    avoids avoided ban bans banned unlikely impossible against rule ruled instead missing
    """
)
"""These and all that say the same in other words."""

PLAIN_MODALITY = _set(
    """
    may might could possible possibly perhaps maybe probably likely apparently alleged allegedly
    reportedly purportedly supposedly suspected accused believed claims claimed expected
    """
)
"""Leave open whether what they colour is so."""

MODALITY = _set(
    """
    may might could would should can possible possibly perhaps maybe probably likely unlikely
    apparently alleged allegedly alleges allege allegation allegations reported reportedly
    purportedly supposedly suspected suspect suspects suspicion accused accuses accuse accusing
    charged believed believe believes thought claims claim claimed claiming expected expects expect
    plan plans planned planning intend intends hope hopes hoped hoping fear fears feared fearing
    seem seems seemed appear appears appeared potential potentially try tries tried trying aim aims
    aimed want wants wanted threaten threatens threatened consider considering considers proposed
    proposes if whether rumoured rumored says said considered must ought will unclear unconfirmed
    prepare prepares preparing prepared ready set due seek seeks attempt attempts attempting
    attempted
    """
)
"""These and all that leave it open in other words."""

UP = _set(
    """
    rise rises rose risen increase increases increased grow grows grew grown gain gains gained climb
    climbs climbed soar soars soared surge surged higher up more improve improved raise raised jump
    jumped win wins won
    """
)
"""A change upwards."""

DOWN = _set(
    """
    fall falls fell fallen decrease decreases decreased shrink shrank decline declines declined drop
    drops dropped lower down less fewer worsen worsened cut cuts slump slumped plunge plunged reduce
    reduced lose loses lost
    """
)
"""A change downwards."""

JOINING = _set(
    """
    of the and for de al el bin ibn abu van von
    """
)
"""Small words inside names."""

TITLES = _set(
    """
    president prime minister king queen prince princess sheikh general colonel captain sir lord lady
    judge professor senator governor mayor secretary chancellor chief officer sgt lt col gen pope
    imam bishop coach january february march april may june july august september october november
    december
    """
)
"""What stands before a name and may come and go with an alias."""

APPROXIMATE = _set(
    """
    about almost approximately around nearly over roughly some least most under than
    """
)
"""Say that a number is rounded."""

VERBS = _set(
    """
    absorbs accepts accompanies achieves acknowledges acquires adds adopts affects affirms afflicts affords
    aggravates agree agrees aims allocates allows appear appears applauds applies are argues arises arose arrive
    arrives ask asks aspires asserts assumes assures ate attests attracts awaits awoke bade bear beat beats
    became becomes began begin begins believe believes belongs bent binds bit blew bodes bore bought bound
    breaks bred bring brings broke brought builds built burnt burst buys call calls came can captures carries
    carry casts catches caught ceases celebrates characterizes cherishes chooses chose cites claim claims clung
    coincides combines come comes commemorates commends compels concludes condemns conducts confers confirm
    confirms conforms congratulates consider considers consists constitutes consumes contains continue continues
    contradicts contributes could creates crept cut cuts dealt decides declares deems defies delivers
    demonstrates denies deny depends deplores derives describe describes deserves destroys determines develops
    devotes did die dies directs discharges discriminates discuss discusses disregards distinguishes do does
    drags drank draws dreamt drew drive drives drove dug earn earns eat eats eliminates embodies embraces
    emphasizes employs enables encompasses encourages endangers endorses engages enhances enjoys enriches
    ensures entails enter enters epitomizes escape establishes examines exceeds excludes exemplifies exist
    exists expands expect expects explains exposes expresses extends faces facilitates fail fails falls fear fed
    feel feels fell felt fights fills finds fled flee flees flew flies flung fly focuses follows forbade foresaw
    foretold forgave forgot fought found froze fulfils gather gathers gave generates get gets give gives go goes
    governs grew grow grows had hails happen happens has have hear heard hears held helps hid hinders hit hits
    holds hopes hung hurts ignores illustrates implements implies imposes improves include includes incorporates
    indicates inflicts insist insists inspires integrates intends introduces invites involves is jeopardizes
    join joins keep keeps kept kills knelt knew know known knows lack lacks laid lasts lay lays leads leapt
    learn learnt leave leaves led left lent let lets lie lies like likes listens live lives look looks looms
    lose loses lost love loves made maintains makes manages may mean means meant meet meets mentions met might
    mistook motivates move moves must need needs observes occupies occur occurs offer offers operates opposes
    outdid overcame overheard overran oversaw overthrew overtook owes own owns paid participates pass passes
    paves pays perceives performs permeates plan plans poses possesses predicts prefer prepares present presents
    preserves prevent prevents proclaims produce produces prohibits promotes prompts proposes protects prove
    proves provide provides pursues push pushes put puts qualifies raises ran rang reach reaches read reads
    reaffirms realizes rebuilt recalls receive receives recognizes recommends reconciles redid reduces refers
    reflects refuse refuses regulates reiterates rejects relies rely remain remains remembers reminds renews
    repaid repeats represents require requires resembles resides resold resolves resonates responds rests
    retains reveal reveals rewrote rises rode rose runs said salutes sang sank sat saves saw says see seek seeks
    seem seems sees sells send sends sent separates serve serves set sets shook shoots shot should shows shrank
    shut signifies sit sits slept slid sold solves sought sows spares spat speak speaks specifies spend spends
    spent split spoke sprang spread spreads spun stands start starts stays steers stipulates stole stood stop
    stops strengthens strives strode strove struck stuck stung succeeds sue sues suffer suffers suffices
    suggests support supports sustains swam swear swept swore swung symbolizes take takes talk talks taught
    teach teaches tell tells tends think thinks thought threaten threatens threw throw told took tore torn
    translates tries try turn turns undergoes underlies underpins underscores understand understands understood
    undertakes undertook undid unfolds unites upheld upholds urge urges uses varies violates visit visits vote
    votes wait waits walk walks want wants warn warns was wear wears weighs welcomes went wept were widens will
    win wins wish wishes withdraws withdrew withheld withstood woke won wore works worries worry would wound
    writes wrote
    """
)
"""Finite verbs that are not known by their ending.

Of those in -s, 220 were added because spaCy's small English model (en_core_web_sm 3.8) calls them verbs in at least 95
of 100 places, eight or more, in 290,000 sentences of the open English that the translator is trained on.
"""

HANGING = _set(
    """
    the a an of in on at by for from to with and or but as is are was were be been has have had will
    would that which who its their his her about into against during between under not than
    """
)
"""No sentence ends with one of these."""

ABBREVIATIONS = _set(
    """
    mr mrs ms dr prof sr jr st gen col lt sgt maj cmdr brig adm cpl capt gov sen rep rev hon pres
    jan feb mar apr jun jul aug sep sept oct nov dec vs etc inc ltd co corp dept est approx
    ave blvd e.g i.e a.m p.m u.s u.k u.n d.c
    """
)
"""Their full stop ends no sentence."""

NUMBERING = _set("no nos fig figs vol")
"""Their full stop ends no sentence where a number follows."""

GLUE = _set(
    """
    the a an of in on at by for from to with and or but as is are was were be been has have had will
    would that which who its their his her it he she they after before over about into against
    during between under not
    """
)
"""What the writer may use although the group does not have it."""

PREPOSITIONS = _set(
    """
    of in on at by for from to with into onto about over under between against during before after towards toward
    through without within among across than until since near behind above below upon off out around because
    while when where if although though as inside outside amid along beyond despite
    """
)
"""Tie a word to what stands before it; conjunctions that open a clause are counted among them."""

BE_FORMS = {"is": "is", "are": "is", "was": "was", "were": "was", "been": "was", "be": "be", "being": "be"}
"""The forms of "to be", each with its tense."""

HAVE_FORMS = {"has": "has", "have": "has", "had": "had"}
"""The forms of "to have" that make a tense."""

PARTICIPLES = _set(
    "known held built led shot hit made sent found kept lost paid sold set told brought bought caught fed"
)
"""Past forms without "ed" that may describe a noun."""

AUXILIARIES = BE_FORMS | HAVE_FORMS | {"will": "will", "would": "would"}
"""What gives a verb its tense."""

CONTRACTED = {
    ending: frozenset(tenses.split())
    for ending, tenses in {"s": "is has", "m": "is", "re": "is", "ve": "has", "d": "had would", "ll": "will"}.items()
}
"""The same as the endings of a pronoun."""

ARTICLES = _set("the a an")
"""With or without them a sentence states the same."""

CLAUSE_OPENERS = _set(
    "because while when where if although though as before after since until that which who whom whose but whether"
)
"""Open a clause of their own."""

RELATIVES = _set("who whom whose which where")
"""Tie a clause to the noun before it."""

TYING = RELATIVES | {"that"}
"""The same, and what says which one is meant."""

ORDINARY_ENDINGS = _set("ing ed ly tion tions sion sions ers ors ity ities ists ment ments ness est ous ful ive ism")
"""Endings that a name seldom has."""

CLAIMS = _set(
    """
    suggest suggests suggested claim claims claimed argue argues argued believe believes believed think thinks
    thought allege alleges alleged accuse accuses accused warn warns warned consider considers predict predicts
    predicted hope hopes hoped fear fears feared fearing insist insists insisted estimate estimates estimated
    expect expects expected doubt doubts doubted reports rumours rumors appear appears seem seems seemed
    """
)
"""Make what follows somebody's word."""

SOURCES = CLAIMS | _set("said says say according told stated states announced reported reportedly")
"""Name a source in one way or another."""

SUPERLATIVES = _set(
    """
    largest biggest highest lowest smallest longest shortest oldest youngest worst best greatest strongest weakest
    richest poorest fastest slowest deadliest busiest first only most least
    """
)
"""Hold only within the bounds that follow them."""

DANGLING = (
    (FUNCTION_WORDS - _set("it them him her us"))
    | HANGING
    | _set("especially particularly including namely notably well mainly partly")
)
"""No cut leaves one of these behind."""

DENIALS = _set(
    """
    deny denies denied denying reject rejects rejected dismiss dismisses dismissed retract retracts retracted
    withdrew withdrawn refute refutes refuted false untrue hoax fabricated unless
    """
)
"""Take back what the rest of a sentence says."""

JOINTS = _set("and but or")
"""Join what are two of a kind."""

CONCESSIONS = _set("but although though however except instead despite")
"""Open what takes back a part of what stands before them."""

TURNS = DENIALS | CONCESSIONS
"""May take back what stands before them."""

PRONOUNS = _set("he she it they we i you him her us them his hers its their our my your")
"""Stand for somebody whom the evidence must name the same way."""

SPEECH = _set("said says say told stated states announced added adds noted notes tells")
"""Part a speaker from what is said."""

REPORTING = SPEECH | _set(
    """
    adding admits admitted acknowledged alleged alleges allege alleging announces argue argues argued arguing believe
    believes believed cited citing claim claims claimed claiming complained concedes conceded concluded confirmed
    confirms contends contended declared denied denies describe described estimate estimates estimated explained
    explains fear fears feared hope hopes hoped insist insists insisted insisting learned maintains maintained noting
    pledged predict predicts predicted recalled reported reports revealed reveals ruled rules saying stressed suggest
    suggests suggested suspect suspected testified think thinks thought tweeted vowed warn warns warned warning wrote
    writes
    """
)
"""Verbs by which a sentence gives its source."""

SPARED = _set("that who which is are was were be been has have also just now then already very once again officially")
"""May be left out anywhere."""

TIMES = _set(
    """
    monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night yesterday today week
    month on late early last this previous
    """
)
"""When something happened; may be left out anywhere."""

CONDITIONS = _set("if unless provided otherwise assuming supposing exception exceptions possibility actually")
"""What a sentence says holds only under what these open."""

CONDITIONAL = frozenset(
    tuple(words.split())
    for words in (
        "as far, as long, as of, at best, at most, for now, in addition, in areas, in case, in cases, in conjunction, "
        "in cooperation, in coordination, in part, in partnership, in parts, in places, on condition, so long, "
        "to some, up to"
    ).split(", ")
)
"""The same, or how far it holds, in two words."""

TIMED = _set("when once until till")
AHEAD = _set("will would shall should can could may might must")
"""What one of the second says holds only from, or up to, what one of the first opens."""

LIMITS = _set("before until till unless without except")
"""Where a "not" ends."""

QUALIFIERS = _set(
    """
    former ex acting deputy vice would-be then fake failed so-called self-styled presumed potential proposed planned
    future late mock imaginary fictional unsuccessful draft rival anti pro non pre assistant honorary
    """
)
"""In front of a noun they make another thing of it."""

DAYS = _set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december
    """
)
"""Names of days and months."""
