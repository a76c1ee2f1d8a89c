import { registry } from "@web/core/registry";

const FORBIDDEN = [
    "action_next_care",
    "action_save_next",
    "action_save_back",
    "action_pharma_book_care",
    "action_refill_order",
    "action_reopen",
    "action_release",
].map((name) => `button[name=${name}]`);
const nothingForbidden = {
    content: "No button that would end in a refusal",
    trigger: `.o_action_manager:not(:has(${FORBIDDEN.join(", ")}))`,
};

// 000-36, 001-06, 004-06: what a pharmacist looks at, and what he agrees on.
registry.category("web_tour.tours").add("pharma_care_pharmacist_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan'):contains('Feels dizzy')",
        },
        nothingForbidden,
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan') .o_data_cell[name=content]",
            run: "click",
        },
        {
            content: "What was said cannot be changed by another than its author",
            trigger:
                ".o_form_view .o_field_widget[name=content]:contains('Feels dizzy'):not(:has(textarea))",
        },
        nothingForbidden,
        {
            trigger: ".o_form_view button[name=action_view_case]",
            run: "click",
        },
        {
            content: "The case behind it",
            trigger: ".o_form_view:contains('In Care') .o_notebook .nav-link:contains('Medicines')",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=line_ids] .o_data_row:contains('Metformin Tour')",
        },
        nothingForbidden,
        {
            trigger: ".o_form_view button[name=action_pharma_open_card]",
            run: "click",
        },
        {
            trigger: ".modal .o_pharma_card_section[data-section=supply]:contains('Metformin Tour')",
        },
        {
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            content: "The figures, by the menu",
            trigger: "body:not(:has(.modal)) .o_menu_sections button:contains('Reporting')",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .dropdown-item[data-menu-xmlid='pharma_care.pharma_adherence_menu']",
            run: "click",
        },
        {
            trigger: ".o_control_panel:contains('Adherence') .o_switch_view.o_list",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan')",
        },
        nothingForbidden,
        {
            trigger: ".o_menu_sections button:contains('Care')",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .dropdown-item[data-menu-xmlid='pharma_care.pharma_care_synchronisation_menu']",
            run: "click",
        },
        {
            trigger: ".o_control_panel:contains('Synchronised Refills') .o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=partner_id] input",
            run: "edit Tour Lan",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Tour Lan')",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=note] textarea",
            run: "edit Fetches everything together",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Her long-term medicine with what the refill brings",
            trigger:
                ".o_form_saved .o_field_widget[name=line_ids] .o_data_row:contains('Metformin Tour'):contains('30 Units')",
        },
        nothingForbidden,
    ],
});
