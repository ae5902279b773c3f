// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Matching} from "../../src/funding/Matching.sol";

/// @notice Plays a whole round through {Matching}, as {QuadraticFunding} does without its money and its calendar, so that what
/// TypeScript computes of it can be compared.
contract MatchingDouble {
    using Matching for Matching.Tally;

    /// @param total What the donor's gifts to the project are from then on.
    struct Step {
        uint256 project;
        uint256 donor;
        uint256 total;
    }

    /// @param households Of each donor; zero for none.
    struct Round {
        uint256 projects;
        uint256[] households;
        uint256 householdBound;
        Step[] steps;
        uint256 pool;
        uint256 cap;
        bool scaleUp;
        uint256 threshold;
        uint256[] otherThresholds;
    }

    /// @param isOnlyOne All other thresholds are refused.
    struct Outcome {
        uint256[] roots;
        uint256[] pairs;
        uint256[] pays;
        Matching.Rate rate;
        bool isOnlyOne;
    }

    mapping(uint256 project => Matching.Tally) private _tallies;

    mapping(uint256 project => mapping(uint256 donor => uint256)) private _totals;

    /// @dev To be called and not sent: every round begins with nothing.
    function play(Round calldata round) external returns (Outcome memory outcome) {
        for (uint256 i = 0; i < round.steps.length; ++i) _count(round, round.steps[i]);
        outcome.roots = new uint256[](round.projects);
        outcome.pairs = new uint256[](round.projects);
        outcome.pays = new uint256[](round.projects);
        for (uint256 i = 0; i < round.projects; ++i) {
            (outcome.roots[i], outcome.pairs[i]) = (_tallies[i].roots, _tallies[i].pairs);
        }
        outcome.rate = rateOf(outcome.pairs, round.pool, round.cap, round.scaleUp, round.threshold);
        for (uint256 i = 0; i < round.projects; ++i) outcome.pays[i] = Matching.payFor(outcome.rate, outcome.pairs[i]);
        outcome.isOnlyOne = true;
        for (uint256 i = 0; i < round.otherThresholds.length; ++i) {
            try this.rateOf(outcome.pairs, round.pool, round.cap, round.scaleUp, round.otherThresholds[i]) {
                outcome.isOnlyOne = false;
            } catch {}
        }
    }

    function rateOf(
        uint256[] memory pairs,
        uint256 pool,
        uint256 cap,
        bool scaleUp,
        uint256 threshold
    ) public pure returns (Matching.Rate memory) {
        return Matching.rateOf(pairs, pool, cap, scaleUp, threshold);
    }

    function _count(Round calldata round, Step calldata step) private {
        Matching.Tally storage tally = _tallies[step.project];
        mapping(uint256 donor => uint256) storage totals = _totals[step.project];
        (uint256 from, uint256 to) = tally.move(totals[step.donor], step.total);
        totals[step.donor] = step.total;
        uint256 household = round.households[step.donor];
        if (household == 0) return;
        for (uint256 i = 0; i < round.households.length; ++i) {
            if (i == step.donor || round.households[i] != household || totals[i] == 0) continue;
            tally.bind(from, to, Matching.root(totals[i]), round.householdBound);
        }
    }
}
