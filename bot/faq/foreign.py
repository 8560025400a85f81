"""Words by which another language gives itself away: small ones that everybody uses, and that English hasn't got."""

from __future__ import annotations

_SPANISH = "que como para pero esta cuando porque tengo tiene puedo puede estoy quiero duele dolor despues aguja agujas"
_FRENCH = (
    "je ne peux est que avec dans une sur combien faut apres aiguille aiguilles seances douleur quand pourquoi veux"
)
_GERMAN = (
    "ich nicht ist und ein eine das nach seit wie viele warum kann habe mich mein meine weh nadel nadeln schmerzen"
)
_PORTUGUESE = "nao meu minha dor depois agulha agulhas quantas sessoes tenho posso doi peito"
_ITALIAN = "dopo quanto quante sedute aghi dolore perche posso riesco voglio"
_DUTCH = "ik het een niet heb kan mijn naald naalden pijn hoeveel"
_POLISH = "nie mam jest czy boli jak ile przez igla igly moge"
_TURKISH = "bir igne kac nasil neden agri oluyor yapilir"
_HINDI = "kya hai nahi mujhe mera meri kaise kitna kitni dard liye hota chahiye"

WORDS = frozenset(
    " ".join((_SPANISH, _FRENCH, _GERMAN, _PORTUGUESE, _ITALIAN, _DUTCH, _POLISH, _TURKISH, _HINDI)).split()
) - {"kan", "sur", "est"}
