"""What can be played with: the quiz, a jar of marbles, a leopard's way, spots; readable without a script."""

from leopard_range.content.games.marbles import marbles
from leopard_range.content.games.path import path_game
from leopard_range.content.games.quiz import quiz_game
from leopard_range.content.games.spots import spots

__all__ = ["marbles", "path_game", "quiz_game", "spots"]
