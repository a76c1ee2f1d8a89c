import { registry } from "@web/core/registry";

/** Lets something happen at the PBX; the server of the test knows what. */
function happen(event) {
    return odoo.__WOWL_DEBUG__.root.env.services.orm.call("pharma.agent", "get_tour_event", [event]);
}

function wait(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function countRequests() {
    const requests = performance.getEntriesByType("resource");
    return requests.filter(({ name }) => name.includes("get_wallboard")).length;
}

function check(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

function noteIs(text) {
    const { value } = document.querySelector("textarea[name=note]");
    check(value === text, `The note is '${value}' instead of '${text}'`);
}

// 004-04, 002-28: a call pops, is answered, and finished by keys; another one rings meanwhile.
registry.category("web_tour.tours").add("pharma_call_desk_tour", {
    steps: () => [
        {
            trigger: ".o_pharma_desk_empty",
            run: () => happen("ring"),
        },
        {
            content: "The call is here without a reload, and nobody is chosen",
            trigger: "section[data-state=ringing] [name=unknown]",
        },
        {
            trigger: "button[name=candidate]:contains('Tour Mother')",
            run: "click",
        },
        {
            trigger: ".o_pharma_desk_right .o_pharma_card",
        },
        {
            trigger: "[name=customer]:contains('Tour Mother')",
            run: "press 2",
        },
        {
            trigger: "button[data-purpose=order].btn-primary",
            run: () => happen("answer"),
        },
        {
            trigger: "section[data-state=talking]",
        },
        {
            trigger: "textarea[name=note]",
            run: "edit She asks for Metformin",
        },
        {
            content: "A second call must not take the cursor away",
            trigger: "textarea[name=note]",
            run: () => happen("ring"),
        },
        {
            trigger: ".o_pharma_desk_tab .badge:contains('New')",
            run() {
                noteIs("She asks for Metformin");
                check(document.activeElement.name === "note", "The cursor left the note");
            },
        },
        {
            content: "What was typed a moment ago is there after a reload",
            trigger: "section[data-state=talking]",
            run: () => location.reload(),
            expectUnloadPage: true,
        },
        {
            trigger: ".o_pharma_desk_tab.active:contains('Tour Mother'), .o_pharma_desk_tab:contains('Tour Mother')",
            run: "click",
        },
        {
            trigger: "section[data-state=talking] button[data-purpose=order].btn-primary",
            run: () => noteIs("She asks for Metformin"),
        },
        {
            trigger: "textarea[name=note]",
            run: "press Control+Enter",
        },
        {
            content: "The other call is next",
            trigger: ".o_pharma_desk:not(:has(.o_pharma_desk_tab:contains('Tour Mother'))) section[data-state=ringing] [name=unknown]",
        },
    ],
});

// 001-04, 000-04: without a PBX; an unknown caller, then the next call to make.
registry.category("web_tour.tours").add("pharma_call_desk_hand_tour", {
    steps: () => [
        {
            trigger: ".o_pharma_desk_seat button[name=available]",
            run: "click",
        },
        {
            trigger: ".o_pharma_desk_seat [name=state][data-state=available]",
        },
        {
            trigger: "input[name=number]",
            run: "edit 0933 222 444",
        },
        {
            trigger: "button[name=incoming]",
            run: "click",
        },
        {
            trigger: "section[data-state=talking] input[name=customer_search]",
            run: "edit Tour Newcomer",
        },
        {
            trigger: "button[name=new_customer]:contains('Tour Newcomer')",
            run: "click",
        },
        {
            trigger: "[name=customer]:contains('Tour Newcomer')",
            run: "press 1",
        },
        {
            trigger: "button[data-purpose=consultation].btn-primary",
            run: "press Alt+Enter",
        },
        {
            trigger: "section[data-todo] h2:contains('Tour Mother')",
            run: "press d",
        },
        {
            content: "An outgoing call needs a result",
            trigger: "section[data-call]:contains('how is the blood pressure')",
            run: "press 1",
        },
        {
            trigger: "button[data-disposition=solved]",
            run: "click",
        },
        {
            trigger: "button[data-disposition=solved].btn-primary",
            run: "press ?",
        },
        {
            trigger: ".modal kbd:contains('Ctrl + Enter')",
            run: "press Escape",
        },
        {
            trigger: "body:not(:has(.modal)) button[name=finish]",
            run: "click",
        },
        {
            trigger: ".o_pharma_desk_empty",
        },
    ],
});

// 004-04: on another screen.
registry.category("web_tour.tours").add("pharma_call_pop_tour", {
    steps: () => [
        {
            content: "Another window, in front, takes the call: nothing shows in this one",
            trigger: ".o_list_view",
            async run() {
                const hasFocus = document.hasFocus;
                document.hasFocus = () => false;
                const { session } = odoo.loader.modules.get("@web/session");
                const other = new BroadcastChannel(`pharma_call_pop.${session.db}`);
                other.postMessage({ callId: await happen("ring") });
                await wait(1000);
                other.close();
                document.hasFocus = hasFocus;
                check(!document.querySelector(".o_notification"), "Both windows show the call");
            },
        },
        {
            trigger: ".o_list_view",
            run: () => happen("ring"),
        },
        {
            trigger: ".o_notification:contains('Tour Orders') button:contains('Open')",
            run: "click",
        },
        {
            trigger: ".o_pharma_desk section[data-state=ringing]",
        },
        {
            trigger: "body:not(:has(.o_notification))",
        },
    ],
});

// 000-38, 000-39: what changes shows by itself, and leads to what it counts.
registry.category("web_tour.tours").add("pharma_wallboard_tour", {
    steps: () => [
        {
            trigger: "[data-agent='901'][data-state=offline]",
            run: () => happen("wait"),
        },
        {
            trigger: "[data-agent='901'][data-state=paused]:contains('Meal')",
        },
        {
            content: "Many messages are one or two requests, and none while nobody looks",
            trigger: ".o_pharma_wallboard",
            async run() {
                const before = countRequests();
                await happen("hustle");
                await wait(2500);
                const shown = countRequests() - before;
                check(shown >= 1 && shown <= 2, `${shown} requests for 20 messages`);
                Object.defineProperty(document, "hidden", { value: true, configurable: true });
                await wait(2500);
                const later = countRequests();
                await happen("hustle");
                await wait(2500);
                check(countRequests() === later, "A hidden wallboard asks the server");
                delete document.hidden;
                document.dispatchEvent(new Event("visibilitychange"));
                await wait(1000);
                check(countRequests() === later + 1, "It is old when it is looked at again");
            },
        },
        {
            trigger: "[data-queue=tour] button[name=waiting]:contains('1')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row",
        },
    ],
});
