import { registry } from "@web/core/registry";

/**
 * Goes back to where a care entry was opened from, usually a worklist, which loads anew.
 *
 * @param {Object} env
 */
async function goBack(env) {
    try {
        await env.services.action.restore();
    } catch (error) {
        if (error.constructor.name !== "ControllerNotFoundError") {
            throw error;
        }
        // opened by its address: there is nothing behind it
        return "pharma_care.pharma_care_case_action_orders";
    }
}

/**
 * Opens an action in place of the current one: after a hundred customers the way back to the
 * worklist is still one click.
 *
 * @param {Object} env
 * @param {Object} action with `params.action`, the action to open
 */
function replaceCurrent(env, action) {
    return env.services.action.doAction(action.params.action, {
        stackPosition: "replaceCurrentAction",
    });
}

registry.category("actions").add("pharma_care_back", goBack);
registry.category("actions").add("pharma_care_replace", replaceCurrent);
