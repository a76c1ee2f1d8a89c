import { registry } from "@web/core/registry";

// 004-19: a clerk opens the handover record from the slip, checks the line and has it signed.
registry.category("web_tour.tours").add("pharma_delivery_handover_tour", {
    steps: () => [
        {
            trigger: ".o_form_view a.nav-link[name=pharma_delivery]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_pharma_handover]",
            run: "click",
        },
        {
            content: "The lot of the slip is on the record",
            trigger: ".o_form_view .o_data_row:contains('TOUR-D1') .o_data_cell[name=appearance]",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=appearance] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('As It Should Be')",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=receiver_name] input",
            run: "edit Tour Receiver",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=receiver_identity] input",
            run: "edit 046088054321",
        },
        {
            trigger: ".o_form_view button[name=action_sign]",
            run: "click",
        },
        {
            content: "A signed record is final, so it is asked for",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Signed')",
        },
    ],
});

// 004-19, V7: a pharmacist corrects an entry of the register by a further one.
registry.category("web_tour.tours").add("pharma_delivery_register_tour", {
    steps: () => [
        {
            trigger: ".o_searchview_input",
            run: "edit Tour Diazepam",
        },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:contains('Medicine')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('TOUR-D1') .o_data_cell[name=document]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_correct]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=quantity] input",
            run: "edit 28",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Typing error",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view",
        },
    ],
});
