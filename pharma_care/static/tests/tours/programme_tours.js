import { registry } from "@web/core/registry";
import { fillEntry } from "./care_worklist_tours";

const row = (text) => `.o_list_view .o_data_row:contains('${text}')`;
const group = (text) => `.o_list_view .o_group_header:contains('${text}')`;

// 000-10, 003-04: a manager opens a shipped programme, looks whom it would hit, starts it.
registry.category("web_tour.tours").add("pharma_care_programme_start_tour", {
    steps: () => [
        {
            trigger: `${row("Reactivation")} .o_data_cell[name=name]`,
            run: "click",
        },
        {
            content: "What it does stands in its steps",
            trigger: ".o_form_view .o_field_widget[name=step_ids] .o_data_row:contains('Why away?')",
        },
        {
            trigger: ".o_form_view button[name=action_preview]",
            run: "click",
        },
        {
            content: "Whom it would hit today",
            trigger: `${group("Today")}:contains('2')`,
        },
        {
            trigger: row("Tour Lan"),
        },
        {
            content: "And who is left out",
            trigger: group("Left Out"),
        },
        {
            trigger: `${row("Tour Prospect")}:contains('Declined')`,
        },
        {
            trigger: ".o_breadcrumb a:contains('Reactivation'), .o_breadcrumb .o_back_button",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_start]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "It runs, and has found them",
            trigger: ".o_form_view button[name=action_view_hits]:contains('2')",
            run: "click",
        },
        {
            trigger: `${row("Tour Lan")}:contains('To Call')`,
        },
    ],
});

// 000-10, 004-08: the employee sees why the customer is called, with the words of the step.
registry.category("web_tour.tours").add("pharma_care_programme_care_tour", {
    steps: () => [
        {
            trigger: `${row("Tour Lan")} .o_data_cell[name=partner_id]`,
            run: "click",
        },
        {
            content: "The programme, its step and what to ask",
            trigger:
                ".o_form_view div[name=programme]:contains('Reactivation'):contains('Why away?')",
        },
        {
            content: "Its script is the first",
            trigger: ".o_pharma_script:contains('Reactivation')",
        },
        ...fillEntry("Tour Lan"),
        {
            trigger: ".o_form_view button[name=action_save_back]",
            run: "click",
        },
        {
            content: "Back in the list, where she is no longer due",
            trigger: `body:not(:has(.o_form_view)):not(:has(${row("Tour Lan")})) ${row("Tour Nam")}`,
        },
    ],
});
