import { registry } from "@web/core/registry";

// 004-30: an employee calls a customer: the purpose is asked for, the call is logged, the number
// goes to the device and the page stays where it is.
registry.category("web_tour.tours").add("pharma_call_tour", {
    steps: () => [
        {
            trigger: "button[name=action_pharma_call]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_care]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name=phone]",
        },
    ],
});
