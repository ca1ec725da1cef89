package dev.tandem.infra;

/** How the same constructs are divided into CloudFormation stacks. */
public enum Layout {
    /** Everything in one template: what samplesam.json is made of and the embedded cloud boots. */
    FLAT,

    /**
     * A nested stack for the functions, workflows, schedules and alarms of each domain, below the stack that holds what they share and
     * what must outlive them: what is deployed, because CloudFormation takes 500 resources in one stack.
     */
    NESTED
}
