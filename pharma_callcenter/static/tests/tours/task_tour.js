import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

// 002-15: an agent asks another department from a ticket.
registry.category("web_tour.tours").add("pharma_task_ask_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_cell:contains('Box missing (Tour)')",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_ask_department]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=department_id] input",
            run: "edit Tour Stock",
        },
        {
            trigger: ".ui-autocomplete .ui-menu-item:contains('Tour Stock')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Find the second box",
        },
        {
            trigger: ".modal button[name=action_ask]",
            run: "click",
        },
        {
            content: "The ticket counts it",
            trigger: "body:not(:has(.modal)) .oe_stat_button[name=action_view_tasks]:contains('1')",
        },
        {
            trigger: ".o_notebook .nav-link[name=work]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=task_ids] .o_data_row:contains('Find the second box')",
        },
    ],
});

// 002-15: the head of the department, without a role in the call centre, answers his task.
registry.category("web_tour.tours").add("pharma_task_answer_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_cell:contains('Find the second box')",
            run: "click",
        },
        {
            content: "He does not see which customer it is",
            trigger: ".o_form_view:not(:has(.o_field_widget[name=complaint_id]))",
        },
        {
            trigger: "button[name=action_start]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=feedback] textarea",
            run: "edit It stood behind the door",
        },
        {
            trigger: "button[name=action_done]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Done')",
        },
    ],
});

// 002-15: somebody who works in the department takes what nobody has begun, from the list, and ends
// it without ever seeing the ticket.
registry.category("web_tour.tours").add("pharma_task_take_tour", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('Look behind the door') button[name=action_take]",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('Look behind the door'):contains('In Progress')",
        },
        {
            trigger: ".o_list_view .o_data_cell:contains('Look behind the door')",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:has(.o_field_widget[name=complaint_id]))",
        },
        {
            trigger: ".o_field_widget[name=feedback] textarea",
            run: "edit It is here",
        },
        {
            trigger: "button[name=action_done]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Done')",
        },
    ],
});

// 001-12: a pharmacist answers what a colleague was unsure of, and proposes it for all.
registry.category("web_tour.tours").add("pharma_question_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_group_header",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_cell:contains('With milk (Tour)?')",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=answer] textarea",
            run: "edit Better with water",
        },
        {
            trigger: "button[name=action_answer]",
            run: "click",
        },
        {
            trigger: "button[name=action_propose_answer]",
            run: "click",
        },
        {
            content: "A draft of an approved answer",
            trigger: ".o_form_view .o_field_widget[name=answer] textarea",
        },
    ],
});

// 002-19: a supervisor makes a claim of a ticket and notes that it was sent.
registry.category("web_tour.tours").add("pharma_claim_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_cell:contains('Box missing (Tour)')",
            run: "click",
        },
        {
            trigger: ".o_notebook .nav-link[name=work]",
            run: "click",
        },
        {
            trigger: "button[name=action_new_claim]",
            run: "click",
        },
        {
            content: "The supplier is proposed",
            trigger: ".o_field_widget[name=partner_id] input:value('Tour Supplier')",
        },
        {
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit The foil is open",
        },
        ...stepUtils.saveForm(),
        {
            trigger: "button[name=action_mark_sent]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Sent')",
        },
    ],
});
