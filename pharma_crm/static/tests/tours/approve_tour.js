import { registry } from "@web/core/registry";

// 001-11: a pharmacist reads the words of several drafts before they are approved.
registry.category("web_tour.tours").add("pharma_approve_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('May I drive (Tour)?') .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_approve]",
            run: "click",
        },
        {
            content: "The text that employees will say",
            trigger: ".modal .o_kanban_record:contains('Not in the first week.')",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_list_view .o_data_row:contains('May I drive (Tour)?'):contains('Approved')",
        },
    ],
});
