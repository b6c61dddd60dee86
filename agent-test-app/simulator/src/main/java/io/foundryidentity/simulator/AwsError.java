package io.foundryidentity.simulator;

/** A refusal of AWS STS, whose code is what a client goes by. */
record AwsError(int status, String code, String text) {}
