/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls operations by swagger-client and nothing of our own; told by run.py. The first line of
 * standard input: the Swagger's path, and where it is served. Each further line is a call: method,
 * path and parameters as the Swagger names them. Writes a line of what came to each.
 */
"use strict";

const fs = require("fs");
const readline = require("readline");
const SwaggerClient = require("swagger-client");

function open(told) {
    const spec = JSON.parse(fs.readFileSync(told.swagger, "utf8").replace(/^\uFEFF/, ""));
    const where = new URL(told.url);
    return new SwaggerClient({ spec: { ...spec, host: where.host, basePath: where.pathname,
                                       schemes: [where.protocol.slice(0, -1)] } });
}

async function call(client, told) {
    try {
        const { status, headers, text, body } = await client.execute(told);
        return { status, headers, text, body };
    } catch (error) {
        if (!error.response)
            throw error;
        const { status, headers, text, body } = error.response;
        return { status, headers, text, body };
    }
}

async function main() {
    let client = null;
    for await (const line of readline.createInterface({ input: process.stdin })) {
        if (client === null)
            client = await open(JSON.parse(line));
        else
            console.log(JSON.stringify(await call(client, JSON.parse(line))));
    }
}

main().catch((error) => { console.error(error); process.exitCode = 1; });
