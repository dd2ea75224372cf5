// Small changes of a gridworld's level, as text: what a search for small levels tries.

/** Rows of letters, border included. */
export type LevelRows = readonly string[];

const wall = "#";
const floor = ".";
const agent = "@";

/** How large a level is: free cells (those that are no wall) plus things on them, then the area of the grid. */
export interface LevelSize {
  readonly cost: number;
  readonly area: number;
}

/** Things are letters other than wall, floor and agent. */
export function sizeOf(rows: LevelRows): LevelSize {
  let cost = 0;
  for (const letter of rows.join("")) {
    if (letter === wall) continue;
    cost += letter === floor || letter === agent ? 1 : 2;
  }
  return { cost, area: rows.length * rows[0].length };
}

export function isSmaller(one: LevelSize, other: LevelSize): boolean {
  return one.cost < other.cost || (one.cost === other.cost && one.area < other.area);
}

/**
 * Every level that one step makes smaller: a row or column of the interior without the agent goes, a free cell becomes
 * wall, a thing goes. The larger steps come first.
 */
export function shrinkings(rows: LevelRows): LevelRows[] {
  const [height, width] = [rows.length, rows[0].length];
  const found: LevelRows[] = [];
  if (height > 3) {
    for (let row = 1; row < height - 1; row++) {
      if (!rows[row].includes(agent)) found.push(rows.filter((_, index) => index !== row));
    }
  }
  if (width > 3) {
    for (let column = 1; column < width - 1; column++) {
      if (rows.every((letters) => letters[column] !== agent)) {
        found.push(rows.map((letters) => letters.slice(0, column) + letters.slice(column + 1)));
      }
    }
  }
  const cells = interior(rows).filter(([row, column]) => ![wall, agent].includes(rows[row][column]));
  for (const [row, column] of cells) found.push(withLetter(rows, row, column, wall));
  for (const [row, column] of cells) {
    if (rows[row][column] !== floor) found.push(withLetter(rows, row, column, floor));
  }
  return found;
}

/** Every level of the same cost in which two cells of the interior have changed places. */
export function exchanges(rows: LevelRows): LevelRows[] {
  const cells = interior(rows);
  return cells.flatMap(([row, column], index) =>
    cells
      .slice(index + 1)
      .filter(([otherRow, otherColumn]) => rows[row][column] !== rows[otherRow][otherColumn])
      .map(([otherRow, otherColumn]) =>
        withLetter(
          withLetter(rows, row, column, rows[otherRow][otherColumn]),
          otherRow,
          otherColumn,
          rows[row][column],
        ),
      ),
  );
}

function interior(rows: LevelRows): [number, number][] {
  return rows
    .slice(1, -1)
    .flatMap((letters, row) =>
      [...letters].slice(1, -1).map((_, column): [number, number] => [row + 1, column + 1]),
    );
}

function withLetter(rows: LevelRows, row: number, column: number, letter: string): LevelRows {
  return rows.map((letters, index) =>
    index === row ? letters.slice(0, column) + letter + letters.slice(column + 1) : letters,
  );
}
