/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Uses the server's pages in Chromium, as a person does: types, presses buttons, follows where it is
 * sent. Told by run.py, in JSON on standard input, where and as whom; writes what was seen, in JSON.
 */
"use strict";

const http = require("node:http");
const msal = require("../msal/node_modules/@azure/msal-node");
const puppeteer = require("puppeteer-core");

const HANG_MILLISECONDS = 60000;

/* A window of its own, with cookies of its own, whose complaints are kept. */
async function open_window(browser, language, seen) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(HANG_MILLISECONDS);
    await page.setExtraHTTPHeaders({ "Accept-Language": language });
    page.on("pageerror", (error) => seen.complaints.push(String(error)));
    page.on("console", (message) => {
        if (message.type() === "error" && !message.text().includes("status of 400"))
            seen.complaints.push(message.text() + " " + message.location().url);
    });
    return page;
}

async function press(page, button) {
    await Promise.all([page.waitForNavigation(), page.click(button)]);
}

async function text_of(page) {
    return page.$eval("body", (body) => body.innerText);
}

async function sign_in(page, user, password) {
    await page.$eval("input[name=username]", (field) => { field.value = ""; });
    await page.type("input[name=username]", user);
    await page.type("input[name=password]", password);
    await press(page, "button");
}

async function walk_sign_in(browser, told, seen) {
    const page = await open_window(browser, "en", seen);

    await page.goto(told.base + "/sign-in");
    await sign_in(page, told.user, "wrong");
    seen.refused = await page.$eval("[role=alert]", (alert) => alert.innerText);
    seen.name_kept = await page.$eval("input[name=username]", (field) => field.value);
    await sign_in(page, told.user, told.password);
    seen.signed_in = await text_of(page);
    seen.cookies = (await page.browserContext().cookies()).map(
        ({ name, httpOnly, secure, sameSite }) => ({ name, httpOnly, secure, sameSite }));
    seen.scripts_see = await page.evaluate(() => document.cookie);
    await press(page, "button");
    await page.goto(told.base + "/sign-in");
    seen.signed_out = await text_of(page);
}

/* Where the client listens for the browser that is sent back to it. */
function listen() {
    let tell;
    const heard = new Promise((resolve) => { tell = resolve; });
    const server = http.createServer((request, response) => {
        const url = new URL(request.url, "http://localhost");
        if (url.pathname === "/back")
            tell(Object.fromEntries(url.searchParams));
        response.end("<title>back</title>");
    });
    return new Promise((resolve) => {
        server.listen(0, "localhost", () => resolve({ server, heard }));
    });
}

/* msal-node sends the browser, and changes the code that it brings back for tokens. */
async function walk_code(browser, told, seen) {
    const { server, heard } = await listen();
    const redirectUri = `http://localhost:${server.address().port}/back`;
    const scopes = [told.resource + "/user_impersonation"];
    const client = new msal.ConfidentialClientApplication({
        auth: { clientId: told.id, clientSecret: told.secret,
                authority: told.base + "/organizations",
                knownAuthorities: [new URL(told.base).host] },
    });
    const { verifier, challenge } = await new msal.CryptoProvider().generatePkceCodes();
    const page = await open_window(browser, "en", seen);

    await page.goto(await client.getAuthCodeUrl({
        scopes, redirectUri, state: "s t&te", codeChallenge: challenge,
        codeChallengeMethod: "S256", responseMode: "query" }));
    seen.asked_to_sign_in = await text_of(page);
    await sign_in(page, told.user, told.password);
    const brought = await heard;
    server.close();
    server.closeAllConnections();
    seen.state = brought.state;
    const result = await client.acquireTokenByCode({
        code: brought.code, codeVerifier: verifier, redirectUri, scopes });
    seen.token = result.accessToken;
    seen.account = result.account.username;
}

async function walk_invitation(browser, told, seen) {
    const page = await open_window(browser, "fr", seen);

    await page.goto(told.invitation);
    await sign_in(page, told.customer, told.password);
    seen.invited = await text_of(page);
    await press(page, "button[value=accept]");
    seen.accepted = await text_of(page);
}

async function walk_documentation(browser, told, seen) {
    const page = await open_window(browser, "en", seen);

    await page.goto(told.base + "/docs");
    seen.documented = await page.$$eval("h1", (titles) => titles.map((title) => title.innerText));
    seen.is_styled = await page.$eval("body", (body) => getComputedStyle(body).maxWidth);
}

async function main(told) {
    const seen = { complaints: [] };
    const browser = await puppeteer.launch({
        executablePath: told.browser, pipe: true, acceptInsecureCerts: true,
        args: ["--no-sandbox", "--disable-dev-shm-usage"] });

    try {
        seen.version = await browser.version();
        for (const walk of [walk_sign_in, walk_code, walk_invitation, walk_documentation])
            await walk(browser, told, seen);
    } finally {
        await browser.close();
    }
    return seen;
}

let input = "";
process.stdin.on("data", (part) => { input += part; });
process.stdin.on("end", () => main(JSON.parse(input)).then(
    (seen) => process.stdout.write(JSON.stringify(seen)),
    (error) => { console.error(error); process.exitCode = 1; }));
