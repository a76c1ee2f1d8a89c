import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// 004-55: an appointment with a prospect, booked in the list of all customers.
tours.add("pharma_care_customer_list_tour", {
    steps: () => [
        {
            trigger: ".o_searchview_input",
            run: "edit Tour Prospect",
        },
        {
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Prospect') button[name=action_pharma_book_care]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Asked for a price",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Care of Tour Prospect booked')",
        },
        {
            content: "On the page 'Care' of the customer it stands, too",
            trigger: "body:not(:has(.modal)) .o_list_view .o_data_row:contains('Tour Prospect') .o_data_cell[name=complete_name]",
            run: "click",
        },
        {
            trigger: ".o_notebook .nav-link[name=pharma_care]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=care_open_case_ids] .o_data_row:contains('Not Yet Cared')",
        },
    ],
});

// 004-57: what the user recorded, with the filter on the own cares.
tours.add("pharma_care_done_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan') .o_data_cell[name=content]",
            run: "click",
        },
        {
            content: "The outcome is history, the content may be put right",
            trigger: ".o_form_view .o_field_widget[name=date_next]:not(:has(input))",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=content] textarea",
            run: "edit Takes it every morning.",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))",
        },
    ],
});

// 004-57: a manager sums up and looks at the cares behind a figure.
tours.add("pharma_care_pivot_tour", {
    steps: () => [
        {
            trigger: ".o_pivot th:contains('Tour Employee')",
        },
        {
            trigger: ".o_pivot .o_pivot_cell_value:first",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan')",
        },
    ],
});

// 004-33: a manager moves all ticked cases.
tours.add("pharma_care_reschedule_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Nam')",
        },
        {
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_cp_action_menus .dropdown-toggle",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o_menu_item:contains('Reschedule')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=operation] .o_radio_item:contains('Move by Days') input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=days] input",
            run: "edit 3",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('care case(s) moved')",
        },
        {
            content: "Nothing is due any more",
            trigger: "body:not(:has(.modal)):not(:has(.o_data_row:contains('Tour Nam')))",
        },
    ],
});

// 004-30, 004-50: a call from a form that is not saved yet keeps what was typed; giving the
// customer back leaves nothing behind.
tours.add("pharma_care_call_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('Metformin Tour') .o_data_cell[name=medicine_names]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=content] textarea",
            run: "edit Half a sentence",
        },
        {
            trigger: ".o_pharma_contact_buttons button[name=call]:contains('471')",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=content] textarea:value('Half a sentence')",
        },
        {
            trigger: ".o_pharma_contact_buttons button[name=release]",
            run: "click",
        },
        {
            content: "Back in the list, and the half sentence is gone with the form",
            trigger:
                ".o_action_manager:not(:has(.o_form_view)) .o_list_view .o_data_row:contains('Metformin Tour')",
        },
    ],
});
