// Appends with Emmett's PostgreSQL store: so many appends at once over one pool, in one process as its users run it.
import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';

const [url, writers, seconds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const store = getPostgreSQLEventStore(url);
const text = 'x'.repeat(700);
const append = () =>
  store.appendToStream(`bench-${randomUUID()}`, [{ type: 'appended', data: { text } }], {
    expectedStreamVersion: 'STREAM_DOES_NOT_EXIST',
  });
await append();
const until = performance.now() + seconds * 1000;
let done = 0;
const write = async () => {
  while (performance.now() < until) {
    await append();
    done += 1;
  }
};
await Promise.all(Array.from({ length: writers }, write));
console.log(done / seconds);
await store.close();
process.exit(0);
