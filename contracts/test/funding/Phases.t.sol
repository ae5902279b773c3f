// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {RoundId} from "../../src/types/Ids.sol";
import {Permit2Double} from "../doubles/Permit2Double.sol";
import {FundingFixture} from "./FundingFixture.sol";

/// @dev Walks the first and the last second of every phase against every step: each phase begins in the second in which the
/// one before ends, and what a phase does not take reverts with it.
contract PhasesTest is FundingFixture {
    /// @dev Each by someone who may take it, so that only the phase can stand in the way.
    enum Step {
        Fund,
        Submit,
        Withdraw,
        Accept,
        AcceptByVote,
        Reject,
        SetHousehold,
        Give,
        GiveNative,
        GiveBySig,
        GiveWithPermit2,
        Undo,
        Finalize,
        Cancel,
        Claim,
        ClaimTo,
        ReturnGift,
        ReturnFunding,
        ReturnDeposit,
        Explain
    }

    enum Place {
        Nowhere,
        FirstOfApplications,
        LastOfApplications,
        FirstOfGiving,
        LastOfGiving,
        FirstOfReview,
        LastOfReview,
        FirstOfDeciding,
        LastOfDeciding,
        FirstOfExpired,
        ExpiredForLackOfPool,
        Finalized,
        FinalizedLongAgo,
        CancelledInApplications,
        CancelledInDeciding
    }

    uint256 private constant STEPS = 20;

    /// @dev A letter for each step, in their order: `x` goes through, `.` reverts with the phase. The other refusals, where
    /// the phase does not stand in the way: `s` status, `d` nothing due, `n` not native, `i` and `q` not signed (for Permit2),
    /// `t` no steward, `a` not the authority, `r` not the recipient, `p` not the applicant.
    mapping(Place place => string) private _expected;

    RoundId private _roundId;

    function setUp() public override {
        super.setUp();
        _roundId = funding.roundIdFor(river, "round");

        _expected[Place.Nowhere] = "...ttt.......a.rs.p.";
        _expected[Place.FirstOfApplications] = "xxxxxxx......x..s.s.";
        _expected[Place.LastOfApplications] = "xxxxxxx......x..s.s.";
        _expected[Place.FirstOfGiving] = "x..xxx.xniqx.x..s.s.";
        _expected[Place.LastOfGiving] = "x..xxx.xniqx.x..s.s.";
        _expected[Place.FirstOfReview] = "....xx.......x..s.s.";
        _expected[Place.LastOfReview] = "....xx.......x..s.s.";
        _expected[Place.FirstOfDeciding] = "............xx..s.s.";
        _expected[Place.LastOfDeciding] = "............xx..s.s.";
        _expected[Place.FirstOfExpired] = "................xxx.";
        _expected[Place.ExpiredForLackOfPool] = "................dxx.";
        _expected[Place.Finalized] = "..............xxsxxx";
        _expected[Place.FinalizedLongAgo] = "..............xxsxxx";
        _expected[Place.CancelledInApplications] = "................dxx.";
        _expected[Place.CancelledInDeciding] = "................xxx.";
    }

    function test_everyPhaseAgainstEveryStep() public {
        uint256 phases = 0;
        for (uint256 i = 0; i <= uint256(type(Place).max); ++i) {
            Place place = Place(i);
            vm.assertEq(bytes(_expected[place]).length, STEPS, "a letter for each step");
            uint256 arrival = vm.snapshotState();
            _bringTo(place);
            phase(_roundId, _phaseAt(place));
            phases |= 1 << uint256(_phaseAt(place));
            for (uint256 j = 0; j < STEPS; ++j) {
                uint256 snapshot = vm.snapshotState();
                _expect(bytes(_expected[place])[j], _phaseAt(place));
                _take(Step(j));
                vm.assertTrue(vm.revertToState(snapshot));
            }
            vm.assertTrue(vm.revertToState(arrival));
        }
        vm.assertEq(phases, (1 << (uint256(type(IQuadraticFunding.Phase).max) + 1)) - 1, "every phase");
    }

    function testFuzz_aRound_isInOnePhaseEverySecond(uint48 time) public {
        RoundId roundId = open("round", _terms(0));
        time = uint48(bound(time, START, EXPIRY + 10));
        vm.warp(time);
        IQuadraticFunding.Phase expected = IQuadraticFunding.Phase.Expired;
        if (time < GIVING) expected = IQuadraticFunding.Phase.Applications;
        else if (time < REVIEW) expected = IQuadraticFunding.Phase.Giving;
        else if (time < DECIDING) expected = IQuadraticFunding.Phase.Review;
        else if (time < EXPIRY) expected = IQuadraticFunding.Phase.Deciding;
        phase(roundId, expected);
    }

    function _bringTo(Place place) private {
        if (place == Place.Nowhere) return;
        open("round", _terms(place == Place.ExpiredForLackOfPool ? 101 : 100));
        accept(_roundId, submitted(_roundId, recipientOf(1)));
        submitted(_roundId, recipientOf(2));
        reject(_roundId, submitted(_roundId, recipientOf(3)));
        fund(_roundId, 100);
        if (place == Place.CancelledInApplications) cancel(_roundId);
        if (
            place != Place.ExpiredForLackOfPool &&
            place >= Place.FirstOfGiving &&
            place != Place.CancelledInApplications
        ) {
            vm.warp(GIVING);
            give(_roundId, known[1], 1, 4);
        }
        if (place == Place.Finalized || place == Place.FinalizedLongAgo) finalize(_roundId);
        if (place == Place.CancelledInDeciding) {
            vm.warp(DECIDING);
            cancel(_roundId);
        }
        vm.warp(_timeOf(place));
    }

    function _expect(bytes1 letter, IQuadraticFunding.Phase present) private {
        if (letter == "x") return;
        if (letter == ".") expectWrongPhase(_roundId, present);
        else if (letter == "s") vm.expectPartialRevert(IQuadraticFunding.QuadraticFunding_WrongStatus.selector);
        else if (letter == "d") expectNothingDue();
        else if (letter == "n") vm.expectPartialRevert(IQuadraticFunding.QuadraticFunding_NotNative.selector);
        else if (letter == "i") vm.expectPartialRevert(IQuadraticFunding.QuadraticFunding_InvalidSignature.selector);
        else if (letter == "q") vm.expectRevert(Permit2Double.InvalidSigner.selector);
        else if (letter == "t") vm.expectPartialRevert(IQuadraticFunding.QuadraticFunding_NotSteward.selector);
        else if (letter == "a") vm.expectPartialRevert(IQuadraticFunding.QuadraticFunding_NotAuthority.selector);
        else if (letter == "r") vm.expectPartialRevert(IQuadraticFunding.QuadraticFunding_NotRecipient.selector);
        else if (letter == "p") vm.expectPartialRevert(IQuadraticFunding.QuadraticFunding_NotApplicant.selector);
        else revert(string.concat("a letter without a meaning: ", string(abi.encodePacked(letter))));
    }

    function _take(Step step) private {
        if (step == Step.Fund) fund(_roundId, 1);
        else if (step == Step.Submit) submitted(_roundId, stranger);
        else if (step == Step.Accept) accept(_roundId, 2);
        else if (step == Step.Reject) reject(_roundId, 1);
        else if (step == Step.SetHousehold) setHousehold(_roundId, known[1], RIVER, "hearth");
        else if (step == Step.Give) give(_roundId, known[1], 1, 1);
        else if (step == Step.Undo) undo(_roundId, known[1], RIVER, 1);
        else if (step == Step.Finalize) funding.finalize(_roundId, 0);
        else if (step == Step.Cancel) cancel(_roundId);
        else if (step == Step.Claim) funding.claim(_roundId, 1);
        else if (step == Step.Explain) funding.explain(_roundId, 1);
        else if (step < Step.Cancel) _takeMore(step);
        else _takeBack(step);
    }

    function _takeMore(Step step) private {
        IQuadraticFunding.Cart memory signed;
        (signed.roundId, signed.giver, signed.gifts, signed.total) = (_roundId, known[1], cart(1, 1), 1);
        signed.deadline = EXPIRY;
        if (step == Step.GiveBySig) {
            funding.giveBySig(signed, "");
        } else if (step == Step.GiveWithPermit2) {
            funding.giveWithPermit2(signed, "");
        } else if (step == Step.GiveNative) {
            vm.prank(known[1]);
            funding.giveNative(_roundId, RIVER, signed.gifts);
        } else if (step == Step.Withdraw) {
            vm.prank(applicant);
            funding.withdrawApplication(_roundId, 2);
        } else {
            vm.prank(authority);
            funding.review(_roundId, 3, true, "the vote says so");
        }
    }

    function _takeBack(Step step) private {
        address who = recipientOf(1);
        if (step == Step.ReturnGift) who = known[1];
        else if (step == Step.ReturnFunding) who = funder;
        else if (step == Step.ReturnDeposit) who = applicant;
        vm.prank(who);
        if (step == Step.ClaimTo) funding.claimTo(_roundId, 1, who);
        else if (step == Step.ReturnGift) funding.returnGift(_roundId, RIVER, 1, who);
        else if (step == Step.ReturnFunding) funding.returnFunding(_roundId, who);
        else funding.returnDeposit(_roundId, 2, who);
    }

    function _terms(uint128 leastPool) private view returns (IQuadraticFunding.Terms memory t) {
        t = terms();
        (t.leastPool, t.deposit, t.undoPeriod) = (leastPool, 5, type(uint32).max);
    }

    function _timeOf(Place place) private pure returns (uint48) {
        return
            [
                START,
                START,
                GIVING - 1,
                GIVING,
                REVIEW - 1,
                REVIEW,
                DECIDING - 1,
                DECIDING,
                EXPIRY - 1,
                EXPIRY,
                GIVING,
                DECIDING,
                EXPIRY + 1,
                START,
                EXPIRY + 1
            ][uint256(place)];
    }

    function _phaseAt(Place place) private pure returns (IQuadraticFunding.Phase) {
        if (place == Place.Nowhere) return IQuadraticFunding.Phase.None;
        if (place <= Place.LastOfApplications) return IQuadraticFunding.Phase.Applications;
        if (place <= Place.LastOfGiving) return IQuadraticFunding.Phase.Giving;
        if (place <= Place.LastOfReview) return IQuadraticFunding.Phase.Review;
        if (place <= Place.LastOfDeciding) return IQuadraticFunding.Phase.Deciding;
        if (place <= Place.ExpiredForLackOfPool) return IQuadraticFunding.Phase.Expired;
        if (place <= Place.FinalizedLongAgo) return IQuadraticFunding.Phase.Finalized;
        return IQuadraticFunding.Phase.Cancelled;
    }
}
