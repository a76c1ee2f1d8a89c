import { registry } from "@web/core/registry";

// 000-22, 000-24: an agent takes a ticket of nobody, tries to solve it, is told what is missing,
// answers, and the ticket is solved.
registry.category("web_tour.tours").add("pharma_complaint_take_and_solve", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('Tour Broken Box') .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_take]",
            run: "click",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains('Tour Broken Box')))",
        },
        {
            trigger: ".o_menu_sections [data-menu-xmlid='pharma_callcenter.pharma_complaint_menu']",
            run: "click",
        },
        {
            trigger:
                ".o-dropdown-item[data-menu-xmlid='pharma_callcenter.pharma_complaint_mine_menu']",
            run: "click",
        },
        {
            trigger: ".o_data_row td:contains('Tour Broken Box')",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_statusbar_status button:contains('In Progress')",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('In Progress')",
        },
        {
            trigger: "button[name=action_answer]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=body] .odoo-editor-editable",
            run: "editor Bring it back, we exchange it.",
        },
        {
            trigger: ".modal .o_field_widget[name=next_state] label:contains('Solved')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=solution] textarea",
            run: "edit Exchanged at the counter.",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('Solved')",
        },
        {
            trigger: ".o-mail-Message:contains('Bring it back, we exchange it.')",
        },
    ],
});

// 003-05, 003-09: an agent asks a pharmacist.
registry.category("web_tour.tours").add("pharma_complaint_ask_pharmacist", {
    steps: () => [
        {
            trigger: "button[name=action_ask_pharmacist]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=question] textarea",
            run: "edit With grapefruit?",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".alert:contains('A pharmacist was asked on')",
        },
        {
            trigger: ".o_arrow_button_current:contains('With the Pharmacist')",
        },
    ],
});

// 003-05: the pharmacist finds the question and answers; the list is empty then.
registry.category("web_tour.tours").add("pharma_complaint_pharmacist_answers", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('With grapefruit?') button[name=action_pharmacist_answer]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=answer] textarea",
            run: "edit Never with grapefruit.",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains('With grapefruit?')))",
        },
    ],
});
