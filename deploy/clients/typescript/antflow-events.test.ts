import assert from "node:assert/strict";
import {once} from "node:events";
import {createServer, type Server, type Socket} from "node:net";
import type {AddressInfo} from "node:net";
import {test} from "node:test";
import {antflowEvents, AntFlowRefused, type AntFlowEvent, type AntFlowEventsOptions} from "./antflow-events.js";

const STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
const FINISH = "id: e-9\nevent: finish\ndata: {}\n\n";
const FINISHED = {id: "e-9", name: "finish", data: {}};

/** What happens on one connection: what is sent, piece by piece; `wait`: nothing until the client goes away. */
type Act = {pieces: (string | Buffer)[]; wait?: boolean};

/** Answers its first connection with the first act, and so on; where they end, so does it: connections are refused. */
async function script(acts: Act[], use: (url: string, requests: string[]) => Promise<void>): Promise<void> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const left = [...acts];
  const server: Server = createServer(async socket => {
    sockets.add(socket);
    socket.setNoDelay(true).on("error", () => {}).on("close", () => sockets.delete(socket));
    const act = left.shift();
    if (left.length === 0) server.close();
    requests.push((await once(socket, "data")).toString());
    for (const piece of act?.pieces ?? []) {
      await new Promise(sent => socket.write(piece, sent));
      await new Promise(setImmediate);
    }
    if (act?.wait) await once(socket.resume(), "close");
    socket.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/runs/r/events`, requests);
  } finally {
    server.close();
    sockets.forEach(socket => socket.destroy());
  }
}

async function read(url: string, options?: AntFlowEventsOptions): Promise<AntFlowEvent[]> {
  const events: AntFlowEvent[] = [];
  for await (const event of antflowEvents(url, options)) events.push(event);
  return events;
}

/** Everything that a line of a stream may be, in characters of one to four bytes. */
const ALL = Buffer.from("\uFEFFretry: 10\r\n\r\n: silence\n\nid: e-1\revent: status\rdata: {\"é\":\rdata:\"利\"}\r\r"
  + "data: \"👩‍🚀\"\r\n\r\nevent: no data\n\nid: e-7\n\nid: \0\ndata: null\n\nretry: soon\nfuture: 1\ndata: {\"x\": \"y: z\"}\n\n"
  + "id: e-9\r\nevent: finish\r\ndata: {}\r\n\r\n");
const ALL_READ = [
  {id: "e-1", name: "status", data: {"é": "利"}},
  {id: "e-1", name: "message", data: "👩‍🚀"},
  {id: "e-7", name: "message", data: null},
  {id: "e-7", name: "message", data: {x: "y: z"}},
  FINISHED,
];

/** A fetch whose body comes in just these pieces. */
function pieces(...bodies: Uint8Array[]): typeof fetch {
  return async () => new Response(new ReadableStream({
    start(controller) {
      bodies.forEach(body => controller.enqueue(body));
      controller.close();
    },
  }), {headers: {"Content-Type": "text/event-stream;charset=UTF-8"}});
}

test("wherever the stream is cut in pieces the events are the same", async () => {
  for (let one = 0; one <= ALL.length; one++) {
    for (let two = one; two <= ALL.length; two += 7) {
      const cut = pieces(ALL.subarray(0, one), ALL.subarray(one, two), ALL.subarray(two));
      assert.deepEqual(await read("http://x", {fetch: cut}), ALL_READ, `cut after ${one} and ${two} bytes`);
    }
  }
  assert.deepEqual(await read("http://x", {fetch: pieces(...Array.from(ALL, byte => Uint8Array.of(byte)))}), ALL_READ);
});

test("so they are over a connection", () =>
  script([{pieces: [STREAM, ...Array.from(ALL, byte => Buffer.of(byte))]}], async url =>
    assert.deepEqual(await read(url), ALL_READ)));

test("an event comes when its last line does, not when the next begins", () =>
  script([{pieces: [STREAM + "id: e-1\ndata: 1\n\r"], wait: true}], async url => {
    for await (const event of antflowEvents(url)) {
      assert.deepEqual(event, {id: "e-1", name: "message", data: 1});
      break; // which closes the connection, or the server would not end
    }
  }));

test("a broken stream goes on after the last whole event", () =>
  script([
    {pieces: [STREAM + "retry: 1\n\nid: e-1\ndata: 1\n\nid: e-2\ndata: half an ev"]},
    {pieces: [STREAM + "id: e-2\ndata: 2\n\nid: e-5\n\n"]}, // a position alone: a filter left out 3 to 5
    {pieces: [STREAM + "event: bye\ndata: {}\n\n"]},
    {pieces: [STREAM + FINISH]},
  ], async (url, requests) => {
    assert.deepEqual(await read(url, {headers: {Authorization: "Bearer k"}, lastEventId: "e-0"}), [
      {id: "e-1", name: "message", data: 1},
      {id: "e-2", name: "message", data: 2},
      {id: "e-5", name: "bye", data: {}},
      FINISHED,
    ]);
    assert.deepEqual(requests.map(request => /last-event-id: (.*)\r\n/i.exec(request)?.[1]), ["e-0", "e-1", "e-5", "e-5"]);
    for (const request of requests) {
      assert.match(request, /authorization: Bearer k\r\n/i);
      assert.match(request, /accept: text\/event-stream\r\n/i);
    }
  }));

test("a gap is an event in its place, and what is resumed after", () =>
  script([
    {pieces: [STREAM + "retry: 1\n\nid: e-1\ndata: 1\n\nid: e-121\nevent: gap\ndata: {\"missed\":120}\n\n"]},
    {pieces: [STREAM + "id: e-122\ndata: 2\n\n" + FINISH]},
  ], async (url, requests) => {
    assert.deepEqual((await read(url)).map(event => [event.id, event.name, event.data]),
      [["e-1", "message", 1], ["e-121", "gap", {missed: 120}], ["e-122", "message", 2], ["e-9", "finish", {}]]);
    assert.match(requests[1]!, /last-event-id: e-121\r\n/i);
  }));

test("a service that is busy is asked again", () =>
  script([
    {pieces: ["HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"]},
    {pieces: [STREAM + FINISH]},
  ], async url => assert.deepEqual(await read(url), [FINISHED])));

test("an answer that is no stream is told", () =>
  script([{
    pieces: ["HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\nContent-Length: 14\r\nConnection: close\r\n\r\n{\"status\":404}"],
  }], async url => {
    await assert.rejects(read(url), error =>
      error instanceof AntFlowRefused && error.status === 404 && error.answer === "{\"status\":404}");
  }));

test("data that is no JSON is told", async () => {
  await assert.rejects(read("http://x", {fetch: pieces(Buffer.from("data: {\n\n"))}), SyntaxError);
});

test("a silent connection is made anew", () =>
  script([
    {pieces: [STREAM + "retry: 1\n\nid: e-1\ndata: 1\n\n"], wait: true},
    {pieces: [STREAM + FINISH]},
  ], async url =>
    assert.deepEqual(await read(url, {silence: 2000}), [{id: "e-1", name: "message", data: 1}, FINISHED])));

test("without any connection patience ends", () =>
  script([{pieces: [STREAM + "retry: 1\n\nid: e-1\ndata: 1\n\n"]}], async url => {
    await assert.rejects(read(url, {patience: 300}), (error: Error) =>
      error.message.startsWith(`no connection to ${url}`) && error.cause !== undefined);
  }));

test("the signal ends a loop that waits", () =>
  script([{pieces: [STREAM + "id: e-1\ndata: 1\n\n"], wait: true}], async url => {
    const leaving = new AbortController();
    const events: AntFlowEvent[] = [];
    for await (const event of antflowEvents(url, {signal: leaving.signal})) {
      events.push(event);
      setImmediate(() => leaving.abort());
    }
    assert.equal(events.length, 1);
  }));

test("and one that waits to connect again", () =>
  script([{pieces: [STREAM + "retry: 100000\n\nid: e-1\ndata: 1\n\n"]}], async url => {
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 500);
    assert.equal((await read(url, {signal: leaving.signal})).length, 1);
  }));
