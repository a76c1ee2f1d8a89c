import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const SPEEDS = [1, 1.25, 1.5, 2];
const BACK_SECONDS = 10;

/** One recording: nothing is asked for, and nothing logged, before somebody presses play. */
export class RecordingTrack extends Component {
    static template = "pharma_callcenter.RecordingTrack";
    static props = { recording: Object };

    setup() {
        this.audio = useRef("audio");
        this.speeds = SPEEDS;
        this.state = useState({ message: this.props.recording.message, speed: 1, isPlaying: false });
    }

    setSpeed(speed) {
        this.state.speed = speed;
        this.audio.el.playbackRate = speed;
    }

    back() {
        this.audio.el.currentTime = Math.max(0, this.audio.el.currentTime - BACK_SECONDS);
    }

    onPlay() {
        this.audio.el.playbackRate = this.state.speed;
        this.state.isPlaying = true;
    }

    /** A player only knows that it failed; the server says why. */
    async onError() {
        this.state.isPlaying = false;
        this.state.message = _t("The recording cannot be played.");
        try {
            const response = await fetch(this.props.recording.url, { headers: { Range: "bytes=0-0" } });
            const text = await response.text();
            if (!response.ok && response.headers.get("Content-Type")?.startsWith("text/plain")) {
                this.state.message = text;
            }
        } catch {
            this.state.message = _t("The server does not answer. Try again.");
        }
    }
}

/** The recordings of a call that the user may hear (000-07). */
export class RecordingPlayer extends Component {
    static template = "pharma_callcenter.RecordingPlayer";
    static components = { RecordingTrack };
    static props = { ...standardFieldProps };

    get recordings() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("pharma_recording_player", {
    component: RecordingPlayer,
    supportedTypes: ["json"],
});
