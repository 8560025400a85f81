"""Names that people have, in small letters, so that they are found also where nobody wrote a capital."""

from __future__ import annotations

_PEOPLE = """
aaron abdul abdullah abigail adam adele adrian agnes ahmad ahmed aisha alan albert alejandro alex alexander alexandra
alexis alfie alfred alice alicia alina alison allison alyssa amanda amelia amina amir amy ana anastasia andrea andreas
andrei andrew andy angela angelica anita anja anna annabel anne annette annie anthony anton antonio archie ariana arjun
arthur arun asha ashley audrey ava barbara beatrice becky ben benedict benjamin bernard bernd beth bethany betty beverly
bianca birgit bob bobby brandon brenda brian bridget britta bruno bryan caitlin callum cameron camilla carl carla carlos
carmen caroline carolyn caspar catherine cathy cecilia charles charlie charlotte chen cheryl chloe chris christa
christina christine christoph christopher claire clara claudia clemens colin connor cornelia craig cynthia daniel
daniela danielle danny darren dave david deborah debra deepak denise dennis derek diana diane diego dieter dimitri
dominic donald donna dorothy doris doug douglas dylan eddie edith eduardo edward eileen elaine eleanor elena eli
elijah elizabeth ella ellen ellie elsa emilia emily emma emmanuel enrique eric erika erin esther ethan eugene eva evan
eve evelyn fabian fatima felicity felix fernando fiona florian frances francesca francis francisco franz fred frederick
freya fritz gabriel gabriela gareth gary gavin gemma geoff geoffrey george georgia georgina gerald gerd gillian giovanni
giulia giuseppe gloria gordon graham greg gregory greta guenter gunther gustav hamza hannah hans harald harold harriet
harrison harvey hassan hector heidi heike helen helena helga henrik henry hiroshi horst howard hugh hugo hussein ian
ibrahim ida igor imogen ines ingrid irene irina isaac isabel isabella isabelle isla ismail ivan jackie jackson jacob
jacqueline jade jaden jake jakob james jamie jan jane janet janice jasmin jason javier jeff jeffrey jennifer jenny
jeremy jerry jesse jessica jill jim jimmy joan joanna joanne joe joel joerg johan johann johanna john johnny jonas
jonathan jordan jorge jose josef joseph josephine joshua joyce juan judith judy julia julian juliana julie juliet
juergen justin kai karen karin karl karla kate katharina katherine kathleen kathryn kathy katie katja katrin kayla
keith kelly ken kenneth kerstin kevin khadija kieran kim kimberly kirsten klaus konrad kristen kristin kristina kumar
kurt kyle larry lars laura lauren laurence lea leah lena leo leon leonard leonie leroy leslie lewis liam lina linda
lisa liz logan lorenzo lorraine louis louisa louise luca lucas lucia lucy luis luisa lukas luke lydia lynn madeleine
madison maisie malcolm manfred manuel manuela marcel marcus margaret margarita maria mariam marianne marie marilyn
marina mario marion marjorie marko markus marlene marta martha martin martina marvin mary maryam mateo mathias matilda
matt matteo matthew matthias maureen maurice maximilian megan mehmet melanie melissa mia michael michaela michelle
miguel mike mikhail milan mila mira miriam mohamed mohammad mohammed moira molly monica monika moritz muhammad mustafa
myra nadia nadine nancy naomi natalia natalie natasha nathan nathaniel neha neil nicholas nicola nicolas nicole nigel
nikita nikolai nina noah noel nora norma norman oleg olga oliver olivia omar oscar osman otto owen pablo pamela
patricia patrick patty paul paula pauline pedro peter petra phil philip philipp phillip phoebe phyllis pierre pilar
poppy pradeep priya rachel rafael raj rajesh ralf ralph ramona raphael raquel rashid ravi raymond rebecca regina
reinhard renate ricardo richard riley rita robert roberto rodrigo roger roland roman ron ronald ronnie rory rosa
rosemary rosie ross rowan roy rudolf rupert russell ruth ryan sabine sabrina sally salma samantha samir samuel sandra
sanjay santiago sara sarah sasha saskia scarlett scott sean sebastian sergei sergio seth shane shannon sharon sheila
shirley siegfried silke silvia simon simone sofia sofie sonia sonja sophia sophie stacey stan stefan stefanie stella
stephan stephanie stephen steve steven stuart sunita susan susanna susanne suzanne svetlana sven sylvia tamara tania
tanja tanya tara tariq tatiana ted teresa terry thea theo theodore theresa thomas thorsten tiffany tilly tim timo
timothy tina tobias todd tom tommy toni tony torsten tracey tracy trevor tyler ulrich ulrike ursula uwe valentina
valerie vanessa vera veronica vicky victoria vijay vikram vincent virginia vivian vladimir walter wei wendy werner
wilfred wilhelm william willie wolfgang xavier yasmin yolanda yusuf yvonne zachary zainab zara zoe
"""
_FAMILIES = """
ahmad ahmed ali anderson andersson bauer becker brown campbell clark davies davis diaz edwards evans fernandez fischer
garcia gomez gonzalez gupta harris hernandez hoffmann hughes ivanov jackson jansen jensen johnson jones kaur khan kim
klein koch kowalski kumar lopez martinez mcdonald mendes meyer mitchell mohamed moore moreno morgan morris mueller
murphy nguyen nielsen novak nowak obrien oconnor olsen papadopoulos patel perez petrov phillips popescu ramirez ramos
reid richter roberts robertson robinson rodriguez rossi ruiz russo sanchez santos schmidt schneider schroeder schulz
schwarz sharma silva singh smith stewart suzuki tanaka thompson torres turner wagner walker wang weber williams wilson
wright wolff yamamoto yilmaz zhang zimmermann
"""
# Words as well: names only where they have a capital that no sentence gave them.
_WORDS_TOO = """
amber angel april art ash august austin autumn basil bell bill brook brown carol carter chase christian clay cliff cole
cook cooper coral crystal daisy dale dawn dean destiny dick dot drew ed ernest faith fay frank gene ginger glen grace
grant gray green guy harry hazel heather heath hill holly hope hunter iris ivy jack jay jean jo joy june kay king kit
lance lane laurel lee lily major mark mason max may melody miles moore nick norm olive page parker pat pearl penny
pierce ray reed rich rick rob robin rose ruby rusty sandy skip sky stone sue summer taylor turner victor violet wade
walker ward warren west white will wood woody wright young
"""
NAMES_AND_WORDS = frozenset(_WORDS_TOO.split())
NAMES = frozenset(f"{_PEOPLE} {_FAMILIES}".split()) - NAMES_AND_WORDS - {"chen", "wei", "an"}
