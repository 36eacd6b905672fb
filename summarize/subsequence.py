"""What two rows have in common, in order: the places of a longest common subsequence."""

from __future__ import annotations

from collections.abc import Sequence


def common(mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places, of ``mine`` and of ``theirs``, as early as they can be. Time and memory grow with the product.

    >>> common("abcd", "xbyd")
    [(1, 1), (3, 3)]
    """
    best = [[0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i in reversed(range(len(mine))):
        for j in reversed(range(len(theirs))):
            same = mine[i] == theirs[j]
            best[i][j] = best[i + 1][j + 1] + 1 if same else max(best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(mine) and j < len(theirs):
        if mine[i] == theirs[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def nearest(mine: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int, list[tuple[int, int]]]:
    """Which of ``rows`` has most in common with ``mine``, the first of equals, and what.

    >>> nearest("abcd", ["xyz", "xbyd", "bd"])
    (1, [(1, 1), (3, 3)])

    Raises:
        ValueError: there are no rows.
    """
    shared = [common(mine, row) for row in rows]
    at = max(range(len(rows)), key=lambda at: len(shared[at]))
    return at, shared[at]
