// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {RoundId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {FeeTokenDouble} from "../doubles/GiftTokenDoubles.sol";
import {FundingFixture} from "./FundingFixture.sol";

/// @notice Projects from their application to their place in the round.
contract ApplyingTest is FundingFixture {
    RoundId private _roundId;

    function setUp() public override {
        super.setUp();
        IQuadraticFunding.Terms memory t = terms();
        t.deposit = 5;
        _roundId = open("round", t);
    }

    // submitApplication

    function test_submitApplication_isAnyonesAndNumbersThem() public {
        address recipient = makeAddr("recipient");
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.ProjectApplied(
            _roundId,
            1,
            applicant,
            recipient,
            VersionId.wrap("version"),
            5,
            "document",
            "ipfs://text"
        );
        vm.prank(applicant);
        uint256 project = funding.submitApplication(
            _roundId,
            recipient,
            VersionId.wrap("version"),
            "document",
            "ipfs://text"
        );
        vm.assertEq(project, 1);
        vm.assertEq(submitted(_roundId, recipient), 2);
        vm.assertEq(funding.roundOf(_roundId).projects, 2);
        vm.assertEq(token.balanceOf(address(funding)), 10);
        IQuadraticFunding.Project memory stored = funding.projectOf(_roundId, 1);
        vm.assertEq(stored.applicant, applicant);
        vm.assertEq(stored.recipient, recipient);
        vm.assertEq(stored.deposit, 5);
        vm.assertEq(VersionId.unwrap(stored.versionId), "version");
        _assertStatus(1, IQuadraticFunding.Status.Pending);
        _assertStatus(3, IQuadraticFunding.Status.None);
        vm.assertEq(funding.acceptedProjects(_roundId).length, 0);
    }

    function test_submitApplication_takesNothingWhereNoDepositIsAsked() public {
        RoundId roundId = open("another", terms());
        vm.prank(stranger);
        funding.submitApplication(roundId, stranger, NO_VERSION, "document", "");
        vm.assertEq(token.balanceOf(address(funding)), 0);
        reject(roundId, 1);
        vm.prank(stranger);
        expectNothingDue();
        funding.returnDeposit(roundId, 1, stranger);
    }

    function test_submitApplication_refusesWhoCannotBePaid() public {
        address[2] memory none = [address(0), address(funding)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(applicant);
            vm.expectRevert(
                abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_InvalidRecipient.selector, none[i])
            );
            funding.submitApplication(_roundId, none[i], NO_VERSION, "document", "");
        }
    }

    function test_submitApplication_owesTheDepositThatArrived() public {
        use(new FeeTokenDouble());
        IQuadraticFunding.Terms memory t = terms();
        t.deposit = 100;
        RoundId roundId = open("kept", t);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.ProjectApplied(
            roundId,
            1,
            applicant,
            stranger,
            NO_VERSION,
            99,
            "document",
            "ipfs://text"
        );
        submitted(roundId, stranger);
        vm.assertEq(funding.projectOf(roundId, 1).deposit, 99);
        vm.startPrank(applicant);
        funding.withdrawApplication(roundId, 1);
        funding.returnDeposit(roundId, 1, applicant);
        vm.stopPrank();
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    // withdrawApplication

    function test_withdrawApplication_isTheApplicantsBeforeGiving() public {
        submitted(_roundId, recipientOf(1));
        accept(_roundId, submitted(_roundId, recipientOf(2)));
        vm.prank(recipientOf(1));
        _expectNotApplicant(1, recipientOf(1));
        funding.withdrawApplication(_roundId, 1);
        vm.startPrank(applicant);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.ApplicationWithdrawn(_roundId, 1);
        funding.withdrawApplication(_roundId, 1);
        funding.withdrawApplication(_roundId, 2);
        _assertStatus(2, IQuadraticFunding.Status.Withdrawn);
        expectWrongStatus(_roundId, 1, IQuadraticFunding.Status.Withdrawn);
        funding.withdrawApplication(_roundId, 1);
        vm.stopPrank();
        vm.prank(authority);
        expectWrongStatus(_roundId, 1, IQuadraticFunding.Status.Withdrawn);
        funding.review(_roundId, 1, true, "reason");
    }

    function test_withdrawApplication_isNotOfARejectedProject() public {
        reject(_roundId, submitted(_roundId, recipientOf(1)));
        vm.prank(applicant);
        expectWrongStatus(_roundId, 1, IQuadraticFunding.Status.Rejected);
        funding.withdrawApplication(_roundId, 1);
    }

    // review

    function test_review_isAStewardsOrTheAuthorityForAReason() public {
        submitted(_roundId, recipientOf(1));
        riverRoll.setRoles(known[2], Roles.ALL ^ Roles.STEWARD);
        address[4] memory others = [applicant, known[1], known[2], communities.authorityOf(hill)];
        for (uint256 i = 0; i < 4; ++i) {
            vm.prank(others[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_NotSteward.selector, river, others[i])
            );
            funding.review(_roundId, 1, true, "reason");
        }
        vm.prank(steward);
        vm.expectRevert(IQuadraticFunding.QuadraticFunding_NoReason.selector);
        funding.review(_roundId, 1, true, "");
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.ProjectReviewed(_roundId, 1, steward, true, "it fits");
        accept(_roundId, 1);
        _assertStatus(1, IQuadraticFunding.Status.Accepted);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.ProjectReviewed(_roundId, 1, authority, false, "the vote says no");
        vm.prank(authority);
        funding.review(_roundId, 1, false, "the vote says no");
        _assertStatus(1, IQuadraticFunding.Status.Rejected);
    }

    function test_review_changesNothingTwice() public {
        accept(_roundId, submitted(_roundId, recipientOf(1)));
        expectWrongStatus(_roundId, 1, IQuadraticFunding.Status.Accepted);
        accept(_roundId, 1);
        reject(_roundId, 1);
        expectWrongStatus(_roundId, 1, IQuadraticFunding.Status.Rejected);
        reject(_roundId, 1);
        expectWrongStatus(_roundId, 2, IQuadraticFunding.Status.None);
        accept(_roundId, 2);
        vm.prank(authority);
        expectWrongStatus(_roundId, 1, IQuadraticFunding.Status.Rejected);
        funding.review(_roundId, 1, false, "reason");
    }

    function test_review_letsAVoteAloneBringARejectedProjectBack() public {
        reject(_roundId, submitted(_roundId, recipientOf(1)));
        expectWrongStatus(_roundId, 1, IQuadraticFunding.Status.Rejected);
        accept(_roundId, 1);
        vm.warp(DECIDING - 1);
        vm.prank(authority);
        funding.review(_roundId, 1, true, "the vote says so");
        _assertStatus(1, IQuadraticFunding.Status.Accepted);
        vm.assertEq(funding.acceptedProjects(_roundId).length, 1);
    }

    function test_review_leavesAcceptingToTheVoteOnceGivingHasEnded() public {
        submitted(_roundId, recipientOf(1));
        submitted(_roundId, recipientOf(2));
        vm.warp(REVIEW - 1);
        accept(_roundId, 1);
        vm.warp(REVIEW);
        expectWrongPhase(_roundId, IQuadraticFunding.Phase.Review);
        accept(_roundId, 2);
        vm.prank(authority);
        funding.review(_roundId, 2, true, "the vote says so");
        reject(_roundId, 2);
    }

    function test_review_listsAProjectOnceHoweverOften() public {
        submitted(_roundId, recipientOf(1));
        accept(_roundId, submitted(_roundId, recipientOf(2)));
        accept(_roundId, 1);
        reject(_roundId, 1);
        vm.prank(authority);
        funding.review(_roundId, 1, true, "the vote says so");
        uint32[] memory accepted = funding.acceptedProjects(_roundId);
        vm.assertEq(accepted.length, 2);
        vm.assertEq(accepted[0], 2);
        vm.assertEq(accepted[1], 1);
    }

    function test_review_acceptsAsManyAsCanBeCounted() public {
        RoundId roundId = open("another", terms());
        withProjects(roundId, 1024);
        submitted(roundId, stranger);
        vm.expectRevert(abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_TooManyProjects.selector, roundId));
        accept(roundId, 1025);
        reject(roundId, 1);
        vm.prank(authority);
        funding.review(roundId, 1, true, "the vote says so");
        reject(roundId, 1025);
    }

    // Deposits

    function test_returnDeposit_isAtOnceWhereTheProjectIsOver() public {
        submitted(_roundId, recipientOf(1));
        submitted(_roundId, recipientOf(2));
        reject(_roundId, 1);
        vm.startPrank(applicant);
        funding.withdrawApplication(_roundId, 2);
        address to = makeAddr("another account");
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.DepositReturned(_roundId, 1, to, 5);
        funding.returnDeposit(_roundId, 1, to);
        funding.returnDeposit(_roundId, 2, to);
        vm.assertEq(token.balanceOf(to), 10);
        expectNothingDue();
        funding.returnDeposit(_roundId, 1, to);
        vm.stopPrank();
    }

    function test_returnDeposit_isOfEveryProjectOnceTheRoundIsOver() public {
        submitted(_roundId, recipientOf(1));
        accept(_roundId, submitted(_roundId, recipientOf(2)));
        accept(_roundId, submitted(_roundId, recipientOf(3)));
        vm.warp(GIVING);
        give(_roundId, known[1], 3, 1);
        vm.startPrank(applicant);
        expectWrongStatus(_roundId, 1, IQuadraticFunding.Status.Pending);
        funding.returnDeposit(_roundId, 1, applicant);
        vm.warp(DECIDING);
        expectWrongStatus(_roundId, 2, IQuadraticFunding.Status.Accepted);
        funding.returnDeposit(_roundId, 2, applicant);
        funding.finalize(_roundId, 0);
        funding.claim(_roundId, 3);
        for (uint256 i = 1; i <= 3; ++i) funding.returnDeposit(_roundId, i, applicant);
        vm.stopPrank();
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    function test_returnDeposit_isTheApplicantsAlone() public {
        reject(_roundId, submitted(_roundId, recipientOf(1)));
        vm.prank(recipientOf(1));
        _expectNotApplicant(1, recipientOf(1));
        funding.returnDeposit(_roundId, 1, stranger);
        vm.prank(applicant);
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_InvalidRecipient.selector, address(0))
        );
        funding.returnDeposit(_roundId, 1, address(0));
        vm.prank(applicant);
        _expectNotApplicant(2, applicant);
        funding.returnDeposit(_roundId, 2, applicant);
    }

    function _expectNotApplicant(uint256 project, address caller) private {
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_NotApplicant.selector, _roundId, project, caller)
        );
    }

    function _assertStatus(uint256 project, IQuadraticFunding.Status expected) private view {
        vm.assertEq(uint256(funding.projectOf(_roundId, project).status), uint256(expected), "status");
    }
}
