"""Another language is named, and nothing is read into it."""

import pytest

from readoutlib import parse_readout
from readoutlib.parsing.page.language import other_language

TEXTS = {
    "French": "Le ministre a rencontré son homologue russe à Paris le 3 mai 2021. Il a souligné que le commerce compte. Les deux parties sont convenues de se revoir.",
    "German": "Der Außenminister traf am 3. Mai 2021 seinen Amtskollegen in Berlin. Er betonte, dass der Handel wichtig sei. Beide Seiten vereinbarten ein weiteres Treffen.",
    "Spanish": "El ministro se reunió con su homólogo en Madrid el 3 de mayo de 2021. Subrayó que el comercio importa. Las dos partes acordaron volver a reunirse.",
    "Russian": "3 мая 2021 года министр иностранных дел провёл переговоры со своим коллегой. Он отметил важность торговли. Стороны договорились о новой встрече.",
    "Ukrainian": "3 травня 2021 року міністр закордонних справ України провів переговори зі своїм колегою. Він наголосив на важливості торгівлі. Сторони домовилися про нову зустріч.",
    "Chinese": "2021年5月3日，国务委员兼外长王毅同俄罗斯外长拉夫罗夫通电话。王毅表示，双方应加强战略协作。双方一致同意保持沟通。",
    "Arabic": "التقى وزير الخارجية نظيره الروسي في الدوحة يوم ٣ مايو. وأكد أهمية التجارة. واتفق الجانبان على مواصلة التشاور.",
    "Japanese": "5月3日、外務大臣は、ロシアの外務大臣と電話会談を行いました。両大臣は、貿易について意見交換を行いました。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_named_and_not_read(language):
    r = parse_readout(TEXTS[language], metadata={"published": "2021-05-04"})
    assert [(p[0], p[2]) for p in r.problems] == [("other language", language)]
    assert (r.event_kind, r.event_start, r.participants) == ("unknown", None, ())
    assert {(s.speaker, s.mode, s.rule) for s in r.sentences} == {
        ("Narrator", "narration", "other language")
    }


@pytest.mark.parametrize(
    "text",
    [
        "Wang Yi",
        "A Meets B",
        "1 2 3",
        "",
        "王毅",
        "SECRETARY ELM: Good day, Minister.",
        "Volodymyr Zelenskyy met Emmanuel Macron in Paris on 3 May to discuss the security of Europe.",
    ],
)
def test_english_and_what_is_too_short_to_tell_are_no_other_language(text):
    assert other_language(text) is None


def test_an_english_text_may_hold_names_and_words_of_another():
    text = "The Minister met the Président de la République française, M. Émile Dupont, at the Palais de l’Élysée. He said that “l’Europe, c’est la paix” was the lesson of the century."
    assert other_language(text) is None
