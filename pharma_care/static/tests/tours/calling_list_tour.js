import { registry } from "@web/core/registry";
import { fillEntry } from "./care_worklist_tours";

const names = Array.from({ length: 10 }, (_value, index) => `Shift Customer ${index}`);
const rowOf = (name) => `.o_list_view .o_data_row:contains('${name}')`;
const saveNext = { trigger: "button[name=action_save_next]", run: "click" };

/** Nobody answers: one click for that, nothing to type and no date. */
const failToReach = (name) => [
    {
        trigger: `.o_form_view:contains('${name}') .o_field_widget[name=content] textarea:focus`,
    },
    {
        trigger: ".o_selection_badge:contains('Line is busy')",
        run: "click",
    },
    {
        content: "What to do next is said, and asks for nothing",
        trigger: ".o_form_view:not(:has(.o_field_widget[name=date_next])) div[name=attempt]",
    },
];

// 004-50, 004-56: a shift. Ten customers, each in at most three clicks from one to the next; whoever
// was not reached waits; the list stands as it was taken.
registry.category("web_tour.tours").add("pharma_care_shift_tour", {
    steps: () => [
        {
            content: "The list was taken by opening it, the most urgent first",
            trigger: `.o_list_view .o_data_row:first-child:contains('${names[0]}') .o_data_cell[name=situation]:contains('To Call')`,
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains('Without Phone')))",
        },
        {
            trigger: ".o_control_panel button[name=action_next_care]",
            run: "click",
        },
        ...names.flatMap((name, index) => [
            ...(index === 3 ? failToReach(name) : fillEntry(name)),
            saveNext,
        ]),
        {
            content: "Nobody is left: told, and back in the list, where everybody stands as before",
            trigger: ".o_notification:contains('Your list is done'):contains('next try is due')",
        },
        {
            trigger: `.o_list_view .o_data_row:first-child:contains('${names[0]}') .o_data_cell[name=situation]:contains('Reached')`,
        },
        {
            trigger: `${rowOf(names[3])} .o_data_cell[name=situation]:contains('Later')`,
        },
        {
            trigger: ".o_control_panel button[name=action_end_shift]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('9 reached, 1 given back')",
        },
    ],
});

// 000-18: how far everybody is, and the customers behind it.
registry.category("web_tour.tours").add("pharma_care_lists_tour", {
    steps: () => [
        {
            trigger: `${rowOf("Tour Employee")} .o_data_cell[name=todo_count]:contains('10')`,
            run: "click",
        },
        {
            trigger: `.o_breadcrumb:contains('Tour Employee'), .o_control_panel:contains('Tour Employee')`,
        },
        {
            trigger: rowOf(names[9]),
        },
    ],
});
