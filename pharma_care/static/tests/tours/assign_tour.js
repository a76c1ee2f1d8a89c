import { registry } from "@web/core/registry";

// 004-47: a manager picks two medicines by the tree of therapeutic groups, ticks them, chooses a
// user and applies; both rows then show the user.
registry.category("web_tour.tours").add("pharma_care_assign_tour", {
    url: "/odoo/action-pharma_care.pharma_care_assign_product_action",
    steps: () => [
        {
            trigger: ".o_search_panel_category_value header:contains('Tour Group')",
            run: "click",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains('Tour Other')))",
        },
        {
            trigger: ".o_data_row:contains('Tour Medicine A') .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('Tour Medicine B') .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: "button[name=action_pharma_care_assign]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=target_count]:contains('2')",
        },
        {
            trigger: ".modal .o_field_widget[name=user_ids] input",
            run: "edit Tour Employee",
        },
        {
            trigger: ".modal .o_field_widget[name=user_ids] .dropdown-item:contains('Tour Employee')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=user_ids] .o_tag",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('2 assignments added')",
        },
        {
            trigger: ".o_data_row:contains('Tour Medicine A') [name=pharma_care_user_ids] .o_tag",
        },
        {
            trigger: ".o_data_row:contains('Tour Medicine B') [name=pharma_care_user_ids] .o_tag",
        },
    ],
});

// 004-39: an administrator finds the care mode among the settings, is told what another one does,
// and saves it.
registry.category("web_tour.tours").add("pharma_care_mode_tour", {
    url: "/odoo/action-pharma_crm.pharma_config_settings_action",
    steps: () => [
        {
            trigger: "#care_mode .o_field_widget[name=care_mode] input[data-value=unrestricted]:checked",
        },
        {
            trigger: "#care_mode .o_field_widget[name=care_mode] input[data-value=product]",
            run: "click",
        },
        {
            trigger: "#care_mode .alert:contains('With Save')",
        },
        {
            trigger: ".o_control_panel button.o_form_button_save",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "body:not(:has(.o_form_button_save:visible))",
        },
    ],
});

// 004-41: a manager sets the interval of a group and sees beforehand what will change.
registry.category("web_tour.tours").add("pharma_care_interval_tour", {
    url: "/odoo/action-pharma_care.pharma_care_interval_action",
    steps: () => [
        {
            trigger: ".modal .o_field_widget[name=therapeutic_group_ids] input",
            run: "edit Tour Group",
        },
        {
            trigger: ".modal .o_field_widget[name=therapeutic_group_ids] .dropdown-item:contains('Tour Group')",
            run: "click",
        },
        {
            trigger: ".modal [name=changed_product_ids] .o_data_row:contains('Tour Medicine')",
        },
        {
            trigger: ".modal .o_field_widget[name=care_interval_days] input",
            run: "edit 4",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Products changed: 1')",
        },
    ],
});

// 004-42: a manager has the care dates of past orders worked out.
registry.category("web_tour.tours").add("pharma_care_recompute_tour", {
    url: "/odoo/action-pharma_care.pharma_care_recompute_action",
    steps: () => [
        {
            trigger: ".modal .o_field_widget[name=product_tmpl_ids] input",
            run: "edit Tour Medicine",
        },
        {
            trigger: ".modal .o_field_widget[name=product_tmpl_ids] .dropdown-item:contains('Tour Medicine')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=order_count]:contains(/^1$/)",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('recomputed: 1')",
        },
    ],
});
