"""The official VQA evaluation stated anew in Python, as GT-Vision-Lab/VQA's vqaEval.py computes it: accuracy of a submission, question by question."""
from harness import Work, main

import json
import re

from files import vqa_files

# Each group: the spelling to give, then those that it replaces (the evaluation's table of contractions).
TABLE = """
    ain't aint; aren't arent; can't cant; could've couldve; couldn't couldnt; couldn't've couldn'tve couldnt've;
    didn't didnt; doesn't doesnt; don't dont; hadn't hadnt; hadn't've hadnt've hadn'tve; hasn't hasnt; haven't havent;
    he'd hed; he'd've hed've he'dve; he's hes; how'd howd; how'll howll; how's hows; isn't isnt; it'd itd;
    it'd've itd've it'dve; it'll itll; ma'am maam; mightn't mightnt; mightn't've mightnt've mightn'tve; might've mightve;
    mustn't mustnt; must've mustve; needn't neednt; not've notve; o'clock oclock; oughtn't oughtnt;
    'ow's'at ow's'at 'ows'at 'ow'sat; shan't shant; she'd've shed've she'dve; should've shouldve; shouldn't shouldnt;
    shouldn't've shouldnt've shouldn'tve; somebodyd somebody'd; somebody'd've somebodyd've somebody'dve;
    somebody'll somebodyll; somebody's somebodys; someone'd someoned; someone'd've someoned've someone'dve;
    someone'll someonell; someone's someones; something'd somethingd; something'd've somethingd've something'dve;
    something'll somethingll; that's thats; there'd thered; there'd've thered've there'dve; there're therere;
    there's theres; they'd theyd; they'd've theyd've they'dve; they'll theyll; they're theyre; they've theyve;
    'twas twas; wasn't wasnt; we'd've wed've we'dve; we've weve; weren't werent; what'll whatll; what're whatre;
    what's whats; what've whatve; when's whens; where'd whered; where's wheres; where've whereve; who'd whod;
    who'd've whod've who'dve; who'll wholl; who's whos; who've whove; why'll whyll; why're whyre; why's whys;
    won't wont; would've wouldve; wouldn't wouldnt; wouldn't've wouldnt've wouldn'tve; y'all yall;
    y'all'll yall'll y'allll; y'all'd've yall'd've y'alld've y'all'dve; you'd youd; you'd've youd've you'dve;
    you'll youll; you're youre; you've youve
"""
CONTRACTIONS = {other: group.split()[0] for group in TABLE.split(";") for other in group.split()[1:]}
NUMBERS = {"none": "0"} | {word: str(i) for i, word in enumerate("zero one two three four five six seven eight nine ten".split())}
ARTICLES = ["a", "an", "the"]
MARKS = [";", "/", "[", "]", '"', "{", "}", "(", ")", "=", "+", "\\", "_", "-", ">", "<", "@", "`", ",", "?", "!"]
FULL_STOP = re.compile(r"(?!<=\d)(\.)(?!\d)")
COMMA = re.compile(r"(\d)(,)(\d)")


def without_punctuation(text):
    out = text
    for mark in MARKS:
        if mark + " " in text or " " + mark in text or COMMA.search(text) is not None:
            out = out.replace(mark, "")
        else:
            out = out.replace(mark, " ")
    # The third argument is a count there too, since re.UNICODE is 32.
    return FULL_STOP.sub("", out, 32)


def words(text):
    kept = [NUMBERS.get(word, word) for word in text.lower().split()]
    kept = [word for word in kept if word not in ARTICLES]
    return " ".join(CONTRACTIONS.get(word, word) for word in kept)


def flat(text):
    return text.replace("\n", " ").replace("\t", " ").strip()


def accuracy(given, people):
    """Mean over leaving each person out of min(matching people / 3, 1)."""
    given = flat(given)
    people = [dict(person, answer=flat(person["answer"])) for person in people]
    if len({person["answer"] for person in people}) > 1:
        for person in people:
            person["answer"] = words(without_punctuation(person["answer"]))
        given = words(without_punctuation(given))
    scores = []
    for left_out in people:
        others = [person for person in people if person != left_out]
        matching = [person for person in others if person["answer"] == given]
        scores.append(min(1, len(matching) / 3))
    return sum(scores) / len(scores)


def evaluate(results, annotations):
    with open(results) as file:
        answers = {entry["question_id"]: entry["answer"] for entry in json.load(file)}
    with open(annotations) as file:
        asked = json.load(file)["annotations"]
    kinds, types, all_scores = {}, {}, []
    for question in asked:
        score = accuracy(answers[question["question_id"]], question["answers"])
        all_scores.append(score)
        kinds.setdefault(question["answer_type"], []).append(score)
        types.setdefault(question["question_type"], []).append(score)
    mean = lambda scores: round(100 * sum(scores) / len(scores), 2)
    return mean(all_scores), {k: mean(v) for k, v in kinds.items()}, {k: mean(v) for k, v in types.items()}


def evaluation():
    results, annotations = vqa_files()
    overall, kinds, _ = evaluate(results, annotations)
    return Work(lambda: evaluate(results, annotations), overall=overall, kinds=dict(sorted(kinds.items())))


WORKS = {"official VQA evaluation": evaluation}

if __name__ == "__main__":
    main(WORKS)
