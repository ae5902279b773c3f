// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Matching} from "../../src/funding/Matching.sol";
import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {RoundId} from "../../src/types/Ids.sol";
import {FundingFixture} from "./FundingFixture.sol";

/// @notice What becomes of the money: paid, or returned, to the last base unit.
contract SettlingTest is FundingFixture {
    uint256 private constant SCALE = 1e32;

    // finalize and explain

    function test_finalize_isAnyonesAndTellsWhyEachAmountIs() public {
        RoundId roundId = _given(100);
        vm.warp(DECIDING);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.RoundFinalized(roundId, stranger, 1, SCALE, 0, 32, 68);
        vm.prank(stranger);
        funding.finalize(roundId, 0);
        phase(roundId, IQuadraticFunding.Phase.Finalized);
        vm.assertEq(funding.roundOf(roundId).left, 68);

        IQuadraticFunding.Explanation memory slip = funding.explain(roundId, 1);
        vm.assertEq(slip.roots, 4e16, "roots");
        vm.assertEq(slip.pairs, 8 * SCALE, "pairs");
        vm.assertEq(slip.numerator, 1);
        vm.assertEq(slip.denominator, SCALE);
        vm.assertEq(slip.threshold, 0);
        vm.assertEq(slip.cap, 0);
        vm.assertEq(slip.pay, 8, "pay");
        vm.assertEq(slip.gifts, 8, "gifts");
        vm.assertEq(slip.dust, 68, "dust");
        vm.assertEq(funding.explain(roundId, 2).pay, 24);
    }

    function test_finalize_scalesDownWhereThePoolIsShort() public {
        RoundId roundId = _given(16);
        finalize(roundId);
        vm.assertEq(funding.explain(roundId, 1).pay, 4);
        vm.assertEq(funding.explain(roundId, 2).pay, 12);
        vm.assertEq(funding.explain(roundId, 1).dust, 0);
    }

    function test_finalize_scalesUpWhereTheRoundSaysSo() public {
        IQuadraticFunding.Terms memory t = terms();
        t.scaleUp = true;
        RoundId roundId = _given(t, 64);
        finalize(roundId);
        vm.assertEq(funding.explain(roundId, 1).pay, 16);
        vm.assertEq(funding.explain(roundId, 2).pay, 48);
    }

    function test_finalize_takesTheOneThresholdThatIsRight() public {
        IQuadraticFunding.Terms memory t = terms();
        t.cap = 12;
        RoundId roundId = _given(t, 16);
        vm.warp(DECIDING);
        uint256[4] memory wrong = [0, 8 * SCALE, 24 * SCALE - 1, type(uint256).max];
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Matching.Matching_WrongThreshold.selector, wrong[i]));
            funding.finalize(roundId, wrong[i]);
        }
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.RoundFinalized(roundId, stranger, 4, 8 * SCALE, 24 * SCALE, 16, 0);
        vm.prank(stranger);
        funding.finalize(roundId, 24 * SCALE);
        IQuadraticFunding.Explanation memory slip = funding.explain(roundId, 2);
        vm.assertEq(slip.threshold, 24 * SCALE);
        vm.assertEq(slip.cap, 12);
        vm.assertEq(slip.pay, 12);
        vm.assertEq(slip.numerator, 4);
        vm.assertEq(slip.denominator, 8 * SCALE);
        vm.assertEq(funding.explain(roundId, 1).pay, 4);
    }

    function test_finalize_countsOnlyWhatIsAccepted() public {
        RoundId roundId = _given(16);
        vm.warp(REVIEW);
        reject(roundId, 2);
        finalize(roundId);
        vm.assertEq(funding.explain(roundId, 1).pay, 8);
        vm.assertEq(funding.explain(roundId, 2).pay, 0);
        vm.assertEq(funding.explain(roundId, 2).pairs, 24 * SCALE);
        vm.assertEq(funding.explain(roundId, 9).pay, 0);
        vm.assertEq(funding.roundOf(roundId).left, 8);
    }

    function test_finalize_leavesThePoolToItsFundersWhereNobodyGave() public {
        RoundId roundId = open("round", terms());
        fund(roundId, 100);
        finalize(roundId);
        vm.assertEq(funding.roundOf(roundId).left, 100);
        _returnFunding(roundId, funder);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    function test_finalize_paysGiftsAlsoWithoutAPool() public {
        RoundId roundId = _given(0);
        finalize(roundId);
        funding.claim(roundId, 1);
        vm.assertEq(token.balanceOf(recipientOf(1)), 8);
    }

    function test_finalize_isOnce() public {
        RoundId roundId = _given(100);
        finalize(roundId);
        expectWrongPhase(roundId, IQuadraticFunding.Phase.Finalized);
        funding.finalize(roundId, 0);
        vm.warp(EXPIRY + 1);
        phase(roundId, IQuadraticFunding.Phase.Finalized);
    }

    function test_explain_isForRoundsThatAreFinalized() public {
        RoundId roundId = _given(100);
        expectWrongPhase(roundId, IQuadraticFunding.Phase.Giving);
        funding.explain(roundId, 1);
        finalize(roundId);
        funding.claim(roundId, 1);
        vm.assertEq(funding.explain(roundId, 1).pay, 8, "also once it is paid");
        vm.assertEq(funding.explain(roundId, 1).gifts, 8);
    }

    // claim

    function test_claim_paysGiftsAndMatchToTheRecipientWhoeverCalls() public {
        RoundId roundId = _given(100);
        finalize(roundId);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.ProjectPaid(roundId, 2, recipientOf(2), 12, 24);
        vm.prank(stranger);
        funding.claim(roundId, 2);
        vm.assertEq(token.balanceOf(recipientOf(2)), 36);
        vm.assertEq(uint256(funding.projectOf(roundId, 2).status), uint256(IQuadraticFunding.Status.Paid));
        expectWrongStatus(roundId, 2, IQuadraticFunding.Status.Paid);
        funding.claim(roundId, 2);
    }

    function test_claim_isForAcceptedProjectsThatGotSomething() public {
        RoundId roundId = open("round", terms());
        withProjects(roundId, 2);
        uint256 pending = submitted(roundId, recipientOf(3));
        reject(roundId, 2);
        fund(roundId, 100);
        finalize(roundId);
        expectNothingDue();
        funding.claim(roundId, 1);
        expectWrongStatus(roundId, 2, IQuadraticFunding.Status.Rejected);
        funding.claim(roundId, 2);
        expectWrongStatus(roundId, pending, IQuadraticFunding.Status.Pending);
        funding.claim(roundId, pending);
        expectWrongStatus(roundId, 4, IQuadraticFunding.Status.None);
        funding.claim(roundId, 4);
    }

    function test_claimTo_isTheRecipientsAlone() public {
        RoundId roundId = _given(100);
        finalize(roundId);
        address to = makeAddr("another account");
        address recipient = recipientOf(1);
        vm.prank(applicant);
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_NotRecipient.selector, roundId, 1, applicant)
        );
        funding.claimTo(roundId, 1, to);
        vm.startPrank(recipient);
        _expectInvalidRecipient(address(0));
        funding.claimTo(roundId, 1, address(0));
        _expectInvalidRecipient(address(funding));
        funding.claimTo(roundId, 1, address(funding));
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.ProjectPaid(roundId, 1, to, 8, 8);
        funding.claimTo(roundId, 1, to);
        expectWrongStatus(roundId, 1, IQuadraticFunding.Status.Paid);
        funding.claimTo(roundId, 1, to);
        vm.stopPrank();
        vm.assertEq(token.balanceOf(to), 16);
    }

    // cancel, and what goes back

    function test_cancel_isTheAuthoritysForAReason() public {
        RoundId roundId = _given(100);
        vm.prank(steward);
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_NotAuthority.selector, river, steward)
        );
        funding.cancel(roundId, "reason");
        vm.startPrank(authority);
        vm.expectRevert(IQuadraticFunding.QuadraticFunding_NoReason.selector);
        funding.cancel(roundId, "");
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.RoundCancelled(roundId, "reason");
        funding.cancel(roundId, "reason");
        expectWrongPhase(roundId, IQuadraticFunding.Phase.Cancelled);
        funding.cancel(roundId, "reason");
        vm.stopPrank();
        vm.warp(EXPIRY);
        phase(roundId, IQuadraticFunding.Phase.Cancelled);
    }

    function test_cancel_isNotOnceFinalized() public {
        RoundId roundId = _given(100);
        finalize(roundId);
        vm.prank(authority);
        expectWrongPhase(roundId, IQuadraticFunding.Phase.Finalized);
        funding.cancel(roundId, "reason");
    }

    function test_cancel_returnsEverythingToWhoseItWas() public {
        RoundId roundId = _withDeposits();
        cancel(roundId);
        _returnEverything(roundId);
    }

    function test_expiry_returnsEverythingWhereNobodyFinalized() public {
        RoundId roundId = _withDeposits();
        vm.warp(EXPIRY);
        phase(roundId, IQuadraticFunding.Phase.Expired);
        _returnEverything(roundId);
    }

    function test_expiry_returnsPoolAndDepositsWhereThePoolNeverHeldWhatWasPromised() public {
        IQuadraticFunding.Terms memory t = terms();
        (t.leastPool, t.deposit) = (101, 5);
        RoundId roundId = open("round", t);
        withProjects(roundId, 1);
        fund(roundId, 100);
        vm.warp(GIVING);
        phase(roundId, IQuadraticFunding.Phase.Expired);
        uint256 balance = token.balanceOf(funder);
        _returnFunding(roundId, funder);
        vm.assertEq(token.balanceOf(funder) - balance, 100);
        _returnDeposit(roundId, 1, applicant);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    function test_expiry_isNotWhereThePoolHeldItJustInTime() public {
        IQuadraticFunding.Terms memory t = terms();
        t.leastPool = 101;
        RoundId roundId = open("round", t);
        fund(roundId, 100);
        vm.warp(GIVING - 1);
        fund(roundId, 1);
        vm.warp(GIVING);
        phase(roundId, IQuadraticFunding.Phase.Giving);
    }

    /// @dev A pair that counts nothing is no less than nothing on the way back.
    function test_cancel_returnsTheGiftsOfAHouseholdToo() public {
        IQuadraticFunding.Terms memory t = terms();
        t.householdBound = 1;
        RoundId roundId = open("round", t);
        withProjects(roundId, 1);
        for (uint64 i = 1; i < 4; ++i) setHousehold(roundId, member(i), RIVER, "hearth");
        vm.warp(GIVING);
        for (uint64 i = 1; i < 4; ++i) give(roundId, member(i), 1, 1e18);
        cancel(roundId);
        for (uint64 i = 1; i < 4; ++i) _returnGift(roundId, member(i), 1, member(i));
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    // returnGift

    function test_returnGift_isAtOnceWhereTheProjectIsRejected() public {
        RoundId roundId = _given(100);
        reject(roundId, 2);
        address ada = member(1);
        address to = makeAddr("another account");
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.GiftReturned(roundId, 2, 1, to, 4, 0);
        _returnGift(roundId, ada, 2, to);
        vm.assertEq(token.balanceOf(to), 4);
        vm.assertEq(funding.projectOf(roundId, 2).gifts, 8);
        vm.assertEq(funding.projectOf(roundId, 2).pairs, 8 * SCALE);
        expectNothingDue();
        _returnGift(roundId, ada, 2, to);

        vm.prank(authority);
        funding.review(roundId, 2, true, "the vote says so");
        give(roundId, ada, 2, 9);
        vm.assertEq(givenBy(roundId, RIVER, 1, 2), 9, "starts from zero");
        expectWrongStatus(roundId, 2, IQuadraticFunding.Status.Accepted);
        _returnGift(roundId, ada, 2, to);
    }

    function test_returnGift_isAllThatWasGivenInParts() public {
        RoundId roundId = _given(0);
        give(roundId, member(1), 1, 5);
        cancel(roundId);
        address to = makeAddr("another account");
        _returnGift(roundId, member(1), 1, to);
        vm.assertEq(token.balanceOf(to), 9);
    }

    function test_returnGift_isStillOnceTheRoundIsFinalized() public {
        RoundId roundId = _given(100);
        vm.warp(REVIEW);
        reject(roundId, 2);
        finalize(roundId);
        for (uint64 i = 1; i < 4; ++i) _returnGift(roundId, member(i), 2, member(i));
        vm.assertEq(token.balanceOf(address(funding)), 108);
        expectWrongStatus(roundId, 1, IQuadraticFunding.Status.Accepted);
        _returnGift(roundId, member(1), 1, member(1));
        funding.claim(roundId, 1);
        expectWrongStatus(roundId, 1, IQuadraticFunding.Status.Paid);
        _returnGift(roundId, member(1), 1, member(1));
    }

    function test_returnGift_isTheMembershipsAlsoAfterLeavingAndByTheKeyOfNow() public {
        RoundId roundId = _given(100);
        cancel(roundId);
        (address ada, address ben) = (member(1), member(2));
        riverRoll.setMember(ada, 1, START - 1, GIVING + 1);
        _returnGift(roundId, ada, 1, ada);
        address key = makeAddr("ben's new key");
        riverRoll.move(ben, key);
        expectNotDonor(roundId, RIVER, ben);
        _returnGift(roundId, ben, 1, ben);
        _returnGift(roundId, key, 1, key);
        vm.assertEq(token.balanceOf(key), 4);
    }

    function test_returnGift_isNobodyElses() public {
        RoundId roundId = _given(100);
        cancel(roundId);
        expectNotDonor(roundId, RIVER, stranger);
        _returnGift(roundId, stranger, 1, stranger);
        expectNothingDue();
        _returnGift(roundId, member(4), 1, stranger);
        vm.startPrank(known[KNOWN + 1]);
        expectNothingDue();
        funding.returnGift(roundId, HILL, 1, stranger);
        expectNotEligible(roundId, 2, known[KNOWN + 1]);
        funding.returnGift(roundId, 2, 1, stranger);
        vm.stopPrank();
        _expectInvalidRecipient(address(0));
        _returnGift(roundId, member(1), 1, address(0));
    }

    // returnFunding

    function test_returnFunding_isEachFundersShareOfWhatIsLeft() public {
        RoundId roundId = _given(60);
        address other = makeAddr("another funder");
        endow(other);
        vm.prank(other);
        funding.fund(roundId, 31);
        vm.assertEq(funding.fundingOf(roundId, other), 31);
        finalize(roundId);
        // 59 of 91 are left, after 8 and 24.
        address to = makeAddr("another account");
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.FundingReturned(roundId, funder, to, 38);
        vm.prank(funder);
        funding.returnFunding(roundId, to);
        vm.assertEq(token.balanceOf(to), 38);
        vm.assertEq(funding.fundingOf(roundId, funder), 0);
        expectNothingDue();
        _returnFunding(roundId, funder);

        vm.prank(other);
        funding.returnFunding(roundId, to);
        vm.assertEq(token.balanceOf(to), 59, "the last takes the rest");
        vm.assertEq(funding.roundOf(roundId).left, 0);
        vm.assertEq(funding.explain(roundId, 1).dust, 59);
    }

    function testFuzz_returnFunding_leavesNothing(uint96[3] memory amounts, uint256 first) public {
        RoundId roundId = _given(0);
        address[3] memory funders = [makeAddr("one"), makeAddr("two"), makeAddr("three")];
        uint256 pool = 0;
        for (uint256 i = 0; i < 3; ++i) {
            amounts[i] = uint96(bound(amounts[i], 1, i == 0 ? 100 : type(uint96).max));
            pool += amounts[i];
            endow(funders[i]);
            vm.prank(funders[i]);
            funding.fund(roundId, amounts[i]);
        }
        finalize(roundId);
        uint256 left = funding.roundOf(roundId).left;
        for (uint256 i = 0; i < 3; ++i) {
            address who = funders[((first % 3) + i) % 3];
            uint256 share = (left * amounts[((first % 3) + i) % 3]) / pool;
            uint256 balance = token.balanceOf(who);
            _returnFunding(roundId, who);
            vm.assertGe(token.balanceOf(who) - balance, share, "no less than the floor of its share");
            vm.assertLe(token.balanceOf(who) - balance, share + 2, "and no more than rounding");
        }
        funding.claim(roundId, 1);
        funding.claim(roundId, 2);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    function test_returnFunding_isNothingWhereNothingIsLeft() public {
        RoundId roundId = _given(16);
        finalize(roundId);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.FundingReturned(roundId, funder, funder, 0);
        _returnFunding(roundId, funder);
        expectNothingDue();
        _returnFunding(roundId, stranger);
    }

    function test_returnFunding_goesToNobodyAndItselfNever() public {
        RoundId roundId = _given(100);
        cancel(roundId);
        vm.startPrank(funder);
        _expectInvalidRecipient(address(0));
        funding.returnFunding(roundId, address(0));
        _expectInvalidRecipient(address(funding));
        funding.returnFunding(roundId, address(funding));
        vm.stopPrank();
    }

    // Everything

    /// @dev Random gifts, households, reviews, pools and caps: whoever is owed something takes it, and nothing stays.
    function testFuzz_aRound_ownsNothingInTheEnd(uint256 seed) public {
        IQuadraticFunding.Terms memory t = terms();
        t.householdBound = seed % 3 == 0 ? 0 : uint128(seed % 1e9);
        (t.deposit, t.scaleUp) = (uint96(seed % 7), seed % 2 == 0);
        RoundId roundId = open("round", t);
        withProjects(roundId, 4);
        setHousehold(roundId, member(1), RIVER, "hearth");
        setHousehold(roundId, member(2), RIVER, "hearth");
        fund(roundId, 1 + (uint256(keccak256(abi.encode(seed, "pool"))) % 1e20));
        vm.warp(GIVING);
        for (uint64 i = 0; i < 12; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            give(roundId, member(1 + (i % 4)), 1 + (random % 4), 1 + ((random >> 8) % 10 ** ((random >> 128) % 20)));
            if (random >> 254 == 0) undo(roundId, member(1 + (i % 4)), RIVER, 1 + (random % 4));
        }
        reject(roundId, 4);
        finalize(roundId);
        for (uint256 project = 1; project <= 4; ++project) {
            if (seed % 7 != 0) _returnDeposit(roundId, project, applicant);
            for (uint64 i = 1; i <= 4; ++i) {
                bool isOwed = project == 4 && givenBy(roundId, RIVER, i, 4) != 0;
                if (isOwed) _returnGift(roundId, member(i), 4, member(i));
            }
            if (project != 4 && funding.projectOf(roundId, project).gifts != 0) funding.claim(roundId, project);
        }
        _returnFunding(roundId, funder);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    // -----

    /// @dev The first project is called for with 8, the second with 24.
    function _given(uint256 pool) private returns (RoundId) {
        return _given(terms(), pool);
    }

    function _given(IQuadraticFunding.Terms memory t, uint256 pool) private returns (RoundId roundId) {
        roundId = opened("round", t, 2);
        if (pool != 0) fund(roundId, pool);
        for (uint64 i = 1; i < 4; ++i) {
            if (i < 3) give(roundId, member(i), 1, 4);
            give(roundId, member(i), 2, 4);
        }
    }

    function _withDeposits() private returns (RoundId) {
        IQuadraticFunding.Terms memory t = terms();
        t.deposit = 5;
        return _given(t, 100);
    }

    function _returnEverything(RoundId roundId) private {
        uint256 balance = token.balanceOf(funder);
        _returnFunding(roundId, funder);
        vm.assertEq(token.balanceOf(funder) - balance, 100, "pool");
        for (uint64 i = 1; i < 4; ++i) {
            balance = token.balanceOf(member(i));
            if (i < 3) _returnGift(roundId, member(i), 1, member(i));
            _returnGift(roundId, member(i), 2, member(i));
            vm.assertEq(token.balanceOf(member(i)) - balance, i < 3 ? 8 : 4, "gifts");
        }
        balance = token.balanceOf(applicant);
        _returnDeposit(roundId, 1, applicant);
        _returnDeposit(roundId, 2, applicant);
        vm.assertEq(token.balanceOf(applicant) - balance, 10, "deposits");
        vm.assertEq(token.balanceOf(address(funding)), 0, "nothing stays");
        expectWrongPhase(roundId, funding.phaseOf(roundId));
        funding.claim(roundId, 1);
    }

    function _returnGift(RoundId roundId, address donor, uint256 project, address to) private {
        vm.prank(donor);
        funding.returnGift(roundId, RIVER, project, to);
    }

    function _returnFunding(RoundId roundId, address who) private {
        vm.prank(who);
        funding.returnFunding(roundId, who);
    }

    function _returnDeposit(RoundId roundId, uint256 project, address who) private {
        vm.prank(who);
        funding.returnDeposit(roundId, project, who);
    }

    function _expectInvalidRecipient(address recipient) private {
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_InvalidRecipient.selector, recipient)
        );
    }
}
