/* SPDX-License-Identifier: Apache-2.0 */
/* The pages for people. */
#include "api/pages/pages.h"
#include "base/attributes.h"

static const char *const sign_in_arguments[] = { "next", "login_hint", NULL };

static const char *const invitation_arguments[] = { "token", NULL };

static const struct route routes[] = {
    {
        .method = HTTP_GET,
        .path = "/sign-in",
        .summary = { { "The page by which people sign in", "La page de connexion" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_PAGE,
        .arguments = sign_in_arguments,
        .place = PLACE_WORKERS,
        .handle = sign_in_show,
    },
    {
        .method = HTTP_POST,
        .path = "/sign-in",
        .summary = { { "Sign in by its form", "Se connecter par son formulaire" } },
        .right = RIGHT_PUBLIC,
        .body = BODY_FORM,
        .content_type = CONTENT_PAGE,
        .place = PLACE_WORKERS,
        .handle = sign_in_take,
    },
    {
        .method = HTTP_POST,
        .path = "/sign-out",
        .summary = { { "Sign out", "Se déconnecter" } },
        .right = RIGHT_PUBLIC,
        .body = BODY_FORM,
        .content_type = CONTENT_PAGE,
        .place = PLACE_WORKERS,
        .handle = sign_out,
    },
    {
        .method = HTTP_GET,
        .path = "/invitation",
        .summary = { { "An invitation, with what would come of it",
                       "Une invitation, avec ce qui en résulterait" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_PAGE,
        .arguments = invitation_arguments,
        .place = PLACE_WORKERS,
        .handle = invitation_show,
    },
    {
        .method = HTTP_POST,
        .path = "/invitation",
        .summary = { { "Accept an invitation, or decline it",
                       "Accepter une invitation, ou la décliner" } },
        .right = RIGHT_PUBLIC,
        .body = BODY_FORM,
        .content_type = CONTENT_PAGE,
        .place = PLACE_WORKERS,
        .handle = invitation_take,
    },
};

static const char *const prefixes[] = { "sign-in", "sign-out", "invitation", NULL };

const struct route_family page_routes = {
    .routes = routes,
    .count = COUNT_OF(routes),
    .prefixes = prefixes,
    .answer_trouble = problem_answer_trouble,
    .answer_fault = problem_answer_fault,
};
