// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Matching} from "../../src/funding/Matching.sol";
import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {RoundId} from "../../src/types/Ids.sol";
import {AllTokenDouble, FeeTokenDouble} from "../doubles/GiftTokenDoubles.sol";
import {FundingFixture} from "./FundingFixture.sol";

/// @notice What was found in the funding contracts of others, by the names it has there. Numbers are those of the issues in
/// sherlock-audit/2023-09-Gitcoin-judging (Allo v2).
contract FundingAttacksTest is FundingFixture {
    uint256 private constant SCALE = 1e32;

    /// @dev Voice credits cast before were added again with each further vote, so that they grew without bound.
    function test_sherlock48_giftsInPartsCountNoMoreThanAtOnce() public {
        RoundId roundId = opened("round", terms(), 2);
        for (uint256 i = 0; i < 10; ++i) give(roundId, known[1], 1, 10);
        give(roundId, known[1], 2, 100);
        for (uint256 project = 1; project < 3; ++project) {
            give(roundId, known[2], project, 100);
            vm.assertEq(givenBy(roundId, RIVER, 1, project), 100);
            vm.assertEq(funding.projectOf(roundId, project).roots, 2 * Matching.root(100));
            vm.assertEq(funding.projectOf(roundId, project).pairs, 200 * SCALE);
        }
    }

    /// @dev What an allocator had used of its credits was never written down: it voted as often as it liked.
    function test_sherlock150_nobodyGivesMoreThanItPaysFor() public {
        RoundId roundId = opened("round", terms(), 1);
        address ada = makeAddr("of little money");
        riverRoll.setMember(ada, 99, START, 0);
        token.mint(ada, 10);
        vm.startPrank(ada);
        token.approve(address(funding), type(uint256).max);
        funding.give(roundId, RIVER, cart(1, 6), 6);
        vm.expectRevert();
        funding.give(roundId, RIVER, cart(1, 5), 5);
        funding.give(roundId, RIVER, cart(1, 4), 4);
        vm.stopPrank();
        vm.assertEq(funding.projectOf(roundId, 1).gifts, token.balanceOf(address(funding)));
    }

    /// @dev Counting began at zero, so that whoever was new had the status of the first recipient.
    function test_sherlock199_aNewProjectHasNothingOfTheFirst() public {
        RoundId roundId = open("round", terms());
        vm.assertEq(submitted(roundId, recipientOf(1)), 1);
        accept(roundId, 1);
        for (uint256 project = 0; project < 4; ++project) {
            if (project == 2) vm.assertEq(submitted(roundId, recipientOf(2)), 2);
            IQuadraticFunding.Status expected = IQuadraticFunding.Status.None;
            if (project == 1) expected = IQuadraticFunding.Status.Accepted;
            else if (project == 2) expected = IQuadraticFunding.Status.Pending;
            vm.assertEq(uint256(funding.projectOf(roundId, project).status), uint256(expected));
        }
        vm.assertEq(funding.acceptedProjects(roundId).length, 1);
    }

    /// @dev For a second allocation was still open and distribution was already: a vote in between locked money.
    function test_sherlock261_noSecondIsBothGivingAndSettling() public {
        RoundId roundId = opened("round", terms(), 1);
        for (uint48 time = REVIEW - 1; time <= REVIEW; ++time) {
            vm.warp(time);
            expectWrongPhase(roundId, funding.phaseOf(roundId));
            funding.finalize(roundId, 0);
        }
        vm.warp(REVIEW - 1);
        give(roundId, known[1], 1, 1);
        for (uint48 time = DECIDING - 1; time <= DECIDING; ++time) {
            vm.warp(time);
            bool isDeciding = time == DECIDING;
            if (isDeciding) expectWrongPhase(roundId, IQuadraticFunding.Phase.Deciding);
            reject(roundId, 1);
            if (isDeciding) continue;
            vm.prank(authority);
            funding.review(roundId, 1, true, "the vote says so");
        }
        funding.finalize(roundId, 0);
        expectWrongPhase(roundId, IQuadraticFunding.Phase.Finalized);
        give(roundId, known[1], 1, 1);
    }

    /// @dev Of tokens that keep a fee the pool was credited with what was sent, not with what arrived.
    function test_sherlock19_thePoolIsWhatArrived() public {
        use(new FeeTokenDouble());
        RoundId roundId = opened("round", terms(), 1);
        fund(roundId, 1000);
        vm.assertEq(funding.roundOf(roundId).pool, 990);
        finalize(roundId);
        vm.prank(funder);
        funding.returnFunding(roundId, funder);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    /// @dev The same of gifts in a vault: what was claimed first was paid from what was given to others.
    function test_sherlock547_everyProjectCanBePaidWhatItWasCredited() public {
        use(new FeeTokenDouble());
        RoundId roundId = opened("round", terms(), 2);
        vm.prank(known[1]);
        funding.give(roundId, RIVER, cart(1, 1000, 2, 1000), 2000);
        finalize(roundId);
        vm.assertEq(funding.projectOf(roundId, 1).gifts, 990);
        funding.claim(roundId, 1);
        funding.claim(roundId, 2);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    /// @dev Some tokens take the greatest number for the balance: a pool was credited with it for a grain of dust.
    function test_sherlock379_theGreatestAmountIsWhatArrivedOfIt() public {
        use(new AllTokenDouble());
        RoundId roundId = open("round", terms());
        token.mint(stranger, 3);
        vm.startPrank(stranger);
        token.approve(address(funding), type(uint256).max);
        funding.fund(roundId, type(uint256).max);
        vm.stopPrank();
        vm.assertEq(funding.roundOf(roundId).pool, 3);
        vm.assertEq(funding.fundingOf(roundId, stranger), 3);
    }

    /// @dev Whoever funded a pool that was being distributed lost the money to it.
    function test_sherlock446_nobodyFundsARoundThatIsSettling() public {
        RoundId roundId = opened("round", terms(), 1);
        give(roundId, known[1], 1, 4);
        give(roundId, known[2], 1, 4);
        fund(roundId, 8);
        uint48[3] memory times = [REVIEW, DECIDING, EXPIRY];
        for (uint256 i = 0; i < 3; ++i) {
            if (i == 2) funding.finalize(roundId, 0);
            vm.warp(times[i]);
            expectWrongPhase(roundId, funding.phaseOf(roundId));
            fund(roundId, 1);
        }
        funding.claim(roundId, 1);
        vm.assertEq(token.balanceOf(recipientOf(1)), 16);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    /// @dev A fee that was rounded down on each payment was avoided by paying in grains.
    function testFuzz_sherlock198_moneyInGrainsIsCreditedAsAtOnce(uint8 parts, uint64 grain) public {
        grain = uint64(bound(grain, 1, type(uint64).max));
        RoundId roundId = opened("round", terms(), 2);
        uint256 total = 0;
        for (uint256 i = 0; i <= parts % 8; ++i) {
            fund(roundId, grain);
            give(roundId, known[1], 1, grain);
            total += grain;
        }
        give(roundId, known[1], 2, total);
        vm.assertEq(funding.roundOf(roundId).pool, total);
        vm.assertEq(funding.projectOf(roundId, 1).gifts, total);
        vm.assertEq(funding.projectOf(roundId, 1).roots, funding.projectOf(roundId, 2).roots);
        vm.assertEq(token.balanceOf(address(funding)), 3 * total);
    }

    /// @dev A review did not look at what the status was, and overwrote it.
    function test_sherlock699_aReviewNeverOverwritesWhatItDoesNotFit() public {
        RoundId roundId = open("round", terms());
        submitted(roundId, recipientOf(1));
        accept(roundId, 1);
        expectWrongStatus(roundId, 1, IQuadraticFunding.Status.Accepted);
        accept(roundId, 1);
        reject(roundId, 1);
        expectWrongStatus(roundId, 1, IQuadraticFunding.Status.Rejected);
        accept(roundId, 1);
        submitted(roundId, recipientOf(2));
        vm.prank(applicant);
        funding.withdrawApplication(roundId, 2);
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(authority);
            expectWrongStatus(roundId, 2, IQuadraticFunding.Status.Withdrawn);
            funding.review(roundId, 2, i == 0, "reason");
        }
    }

    /// @dev Votes of an earlier review counted for whoever registered again.
    function test_sherlock729_whoAppliesAgainStartsFromZero() public {
        RoundId roundId = open("round", terms());
        accept(roundId, submitted(roundId, recipientOf(1)));
        vm.prank(applicant);
        funding.withdrawApplication(roundId, 1);
        vm.assertEq(submitted(roundId, recipientOf(1)), 2);
        vm.assertEq(uint256(funding.projectOf(roundId, 2).status), uint256(IQuadraticFunding.Status.Pending));
        vm.warp(GIVING);
        expectWrongStatus(roundId, 2, IQuadraticFunding.Status.Pending);
        give(roundId, known[1], 2, 4);
        accept(roundId, 2);
        give(roundId, known[1], 2, 4);
        vm.assertEq(funding.projectOf(roundId, 2).gifts, 4);
    }

    /// @dev Allocation began while recipients could still register anew, and fell back to pending with the money they had.
    function test_sherlock751_noApplicationChangesOnceGivingHasBegun() public {
        RoundId roundId = opened("round", terms(), 1);
        give(roundId, known[1], 1, 4);
        expectWrongPhase(roundId, IQuadraticFunding.Phase.Giving);
        submitted(roundId, recipientOf(1));
        vm.prank(applicant);
        expectWrongPhase(roundId, IQuadraticFunding.Phase.Giving);
        funding.withdrawApplication(roundId, 1);
        finalize(roundId);
        funding.claim(roundId, 1);
        vm.assertEq(token.balanceOf(recipientOf(1)), 4);
    }

    /// @dev Giveth's donation handler took a cart's total beside its amounts, and did not compare the two.
    function test_givethCart_theTotalIsTheSum() public {
        RoundId roundId = opened("round", terms(), 2);
        uint256[2] memory totals = [uint256(1), 201];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(known[1]);
            expectWrongTotal(totals[i], 200);
            funding.give(roundId, RIVER, cart(1, 100, 2, 100), totals[i]);
        }
        IQuadraticFunding.Terms memory t = terms();
        t.token = address(wrapped);
        vm.warp(START);
        roundId = opened("native", t, 2);
        vm.deal(known[1], 300);
        vm.prank(known[1]);
        expectWrongTotal(201, 200);
        funding.giveNative{value: 201}(roundId, RIVER, cart(1, 100, 2, 100));
    }

    /// @dev A round of clr.fund is finalized by its owner alone: without it the money of all stays where it is.
    function test_clrFundOwnerOnlyFinalise_anyoneFinalizesOrAllGetTheirMoneyBack() public {
        RoundId roundId = opened("round", terms(), 1);
        give(roundId, known[1], 1, 4);
        fund(roundId, 10);
        uint256 snapshot = vm.snapshotState();
        vm.warp(EXPIRY - 1);
        vm.prank(stranger);
        funding.finalize(roundId, 0);
        vm.assertTrue(vm.revertToState(snapshot));
        vm.warp(EXPIRY);
        vm.prank(known[1]);
        funding.returnGift(roundId, RIVER, 1, known[1]);
        vm.prank(funder);
        funding.returnFunding(roundId, funder);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    /// @dev Where shares go by the sum of the roots itself and not by its square, one gift of 100 draws as much on the pool as
    /// ten gifts of 1.
    function test_doraHacksFirstPowerShare_sharesGoByPairs() public {
        RoundId roundId = opened("round", terms(), 3);
        for (uint64 i = 1; i <= 10; ++i) give(roundId, member(i), 1, 1);
        give(roundId, known[1], 2, 100);
        for (uint64 i = 1; i <= 5; ++i) give(roundId, member(i), 3, 4);
        fund(roundId, 17);
        finalize(roundId);
        for (uint256 i = 1; i <= 3; ++i) vm.assertEq(funding.projectOf(roundId, i).roots, 10e16);
        vm.assertEq(funding.explain(roundId, 1).pay, 9);
        vm.assertEq(funding.explain(roundId, 2).pay, 0);
        vm.assertEq(funding.explain(roundId, 3).pay, 8);
    }
}
