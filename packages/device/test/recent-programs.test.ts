import { RecentPrograms, type Program } from "@openhcs/device";
import { expect, test } from "vitest";

const program = (id: number) => ({ id }) as Program;

test("of more programs than may be kept, the one that was asked for longest ago is let go of", async () => {
  const gone: number[] = [];
  const programs = new RecentPrograms(2, ({ id }) => { gone.push(id); });
  const get = (id: number) => programs.get(`text ${id}`, async () => program(id));
  await get(1);
  await get(2);
  await get(1);
  await get(3);
  expect([gone, programs.size]).toEqual([[2], 2]);
  await get(2);
  expect([gone, programs.size]).toEqual([[2, 1], 2]);
});

test("one that cannot be made is tried again, and is none to let go of", async () => {
  const gone: number[] = [];
  const programs = new RecentPrograms(1, ({ id }) => { gone.push(id); });
  await expect(programs.get("a", () => Promise.reject(new Error("does not compile")))).rejects.toThrow("does not compile");
  expect(await programs.get("a", async () => program(7))).toEqual({ id: 7 });
  const failing = programs.get("b", () => Promise.reject(new Error("nor does this")));
  await programs.get("c", async () => program(8));
  await expect(failing).rejects.toThrow("nor does this");
  expect(gone).toEqual([7]);
});
