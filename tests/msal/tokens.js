/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks for tokens as clients of Partner Center do, by @azure/msal-node and nothing of our own; told
 * by run.py, in JSON on standard input, where and as whom. Writes what came, in JSON.
 */
"use strict";

const msal = require("@azure/msal-node");

async function attempt(ask) {
    try {
        const result = await ask();
        return {
            token: result.accessToken,
            user: result.account && result.account.username,
            from_cache: result.fromCache,
            expires_in: Math.round((result.expiresOn - Date.now()) / 1000),
        };
    } catch (error) {
        return { error: error.errorCode, said: error.errorMessage, numbers: error.errorNo };
    }
}

function client(told, changes) {
    const host = new URL(told.authority).host;
    return new msal.ConfidentialClientApplication({
        auth: { clientId: told.id, clientSecret: told.secret, authority: told.authority,
                knownAuthorities: [host], ...changes },
    });
}

async function main(told) {
    const app = client(told, {});
    const scopes = [told.resource + "/.default"];
    const users = [told.resource + "/user_impersonation"];
    const user = { scopes: users, username: told.user, password: told.password };
    const answers = {};

    answers.client = await attempt(() => app.acquireTokenByClientCredential({ scopes }));
    answers.again = await attempt(() => app.acquireTokenByClientCredential({ scopes }));
    answers.wrong_secret = await attempt(() => client(told, { clientSecret: "x" })
        .acquireTokenByClientCredential({ scopes }));
    answers.wrong_scope = await attempt(() => app.acquireTokenByClientCredential(
        { scopes: ["https://graph.example/.default"] }));
    answers.user = await attempt(() => app.acquireTokenByUsernamePassword(user));
    answers.wrong_password = await attempt(() => app.acquireTokenByUsernamePassword(
        { ...user, password: "x" }));
    const accounts = await app.getTokenCache().getAllAccounts();
    answers.refreshed = await attempt(() => app.acquireTokenSilent(
        { account: accounts[0], scopes: users, forceRefresh: true }));
    answers.refreshed_again = await attempt(() => app.acquireTokenSilent(
        { account: accounts[0], scopes: users, forceRefresh: true }));
    return answers;
}

let input = "";
process.stdin.on("data", (part) => { input += part; });
process.stdin.on("end", () => main(JSON.parse(input)).then(
    (answers) => process.stdout.write(JSON.stringify(answers)),
    (error) => { console.error(error); process.exitCode = 1; }));
