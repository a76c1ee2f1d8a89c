import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function answer(question, button) {
    const row = `[name=answers] [data-question]:contains('${question}')`;
    return [
        { trigger: `${row} button:contains('${button}')`, run: "click" },
        { trigger: `${row} button.active:contains('${button}')` },
    ];
}

// 000-32: an agent opens the follow-up that is due, ticks what the customer answers, and finishes
// it; the wrong quantity opens a ticket, and the suggestion is collected as a proposal.
tours.add("pharma_followup_ask_tour", {
    steps: () => [
        {
            trigger: ".o_data_row [name=partner_id]:contains('Tour Lan')",
            run: "click",
        },
        {
            trigger: ".o_form_view [name=medicine_names]:contains('Metformin Tour')",
        },
        ...answer("Was everything there", "Yes"),
        ...answer("Was the quantity right", "No"),
        ...answer("How satisfied", "4"),
        {
            trigger: "[name=answers] input[aria-label='What could we do better?']",
            run: "edit Count the boxes && press Tab",
        },
        {
            trigger: "button[name=action_done]",
            run: "click",
        },
        {
            trigger: ".alert-danger:contains('wrong quantity')",
        },
        {
            trigger: "button[name=action_collect_proposal]",
            run: "click",
        },
        {
            trigger: ".modal [name=name] input:value('Count the boxes')",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=feedback_ids] .o_data_row:contains('Tour Lan')",
        },
    ],
});

// 001-15: a supervisor opens the proposal in the kanban view and accepts it.
tours.add("pharma_proposal_accept_tour", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains('Count the boxes')",
            run: "click",
        },
        {
            trigger: "button[name=action_accept]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Accepted')",
        },
    ],
});

// 000-32: a supervisor makes a rule for orders.
tours.add("pharma_followup_rule_tour", {
    steps: () => [
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Tour Rule",
        },
        {
            trigger: ".o_field_widget[name=delay_days] input",
            run: "edit 4",
        },
        {
            trigger: ".o_field_widget[name=survey_id] input",
            run: "edit After a Pur",
        },
        {
            trigger: ".o_field_widget[name=survey_id] .dropdown-item:contains('After a Purchase')",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
    ],
});
