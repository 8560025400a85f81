"""Words by which another language gives itself away: small ones that everybody uses, and that English hasn't got."""

from __future__ import annotations

# Spanish, French, German, Portuguese, Italian, Dutch, Polish, Turkish and Hindi in Latin letters, without accents.
_WORDS = """
que puncion seca como para pero esta cuando porque tengo tiene puedo puede estoy quiero duele dolor despues aguja
agujas
je ne peux que avec dans une combien faut apres aiguille aiguilles seances douleur quand pourquoi veux
ich nicht ist und ein eine das nach seit wie viele warum kann habe mich mein meine weh nadel nadeln schmerzen
nao meu minha dor depois agulha agulhas quantas sessoes tenho posso doi peito
dopo quanto quante sedute aghi dolore perche posso riesco voglio
ik het een niet heb mijn naald naalden pijn hoeveel
nie mam jest czy boli jak ile przez igla igly moge
bir igne kac nasil neden agri oluyor yapilir
kya hai nahi mujhe mera meri kaise kitna kitni dard liye hota chahiye
"""
WORDS = frozenset(_WORDS.split())
