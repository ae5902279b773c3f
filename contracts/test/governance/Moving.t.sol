// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IERC1155} from "@openzeppelin/contracts/interfaces/IERC1155.sol";
import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {CommunityGovernor} from "../../src/governance/CommunityGovernor.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ElderCouncil} from "../../src/governance/ElderCouncil.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICommunityTimelock} from "../../src/interfaces/ICommunityTimelock.sol";
import {IElderCouncil} from "../../src/interfaces/IElderCouncil.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {PolicyId, VersionId} from "../../src/types/Ids.sol";
import {ArtefactDouble, BasketDouble, TokenDouble} from "../doubles/TokenDoubles.sol";
import {CommunityFixture} from "./CommunityFixture.sol";
import {ModelsFixture} from "../registry/ModelsFixture.sol";

/// @dev A community that has grown. It has approved a model, owns something of every kind, and moves by its own vote.
contract MovingTest is CommunityFixture {
    ModelRegistry private _models;

    VersionId private _version;

    /// @dev The first thing it ever decided.
    uint256 private _approval;

    TokenDouble private _token;

    ArtefactDouble private _artefact;

    BasketDouble private _basket;

    /// @dev What the community moves from, when the fixture's names already stand for where it moves to.
    CommunityGovernor private _formerGovernor;

    CommunityTimelock private _formerTimelock;

    ElderCouncil private _formerCouncil;

    function setUp() public override {
        super.setUp();
        (_models, , ) = ModelsFixture.deploy(registry);
        IModelRegistry.Submission memory submission;
        submission.communityId = communityId;
        submission.slug = "river";
        submission.manifestHash = "manifest";
        submission.artifactsRoot = "root";
        submission.artifactsCodec = 0x70;
        submission.totalBytes = 1;
        _version = _models.submitVersion(submission);
        Proposal memory approval = plan1(
            address(_models),
            abi.encodeCall(_models.approve, (communityId, _version, PolicyId.wrap(0), false)),
            "Run it"
        );
        pass(approval);
        execute(approval);
        _approval = approval.id;

        _token = new TokenDouble();
        _artefact = new ArtefactDouble();
        _basket = new BasketDouble();
        _token.mint(address(timelock), 1_000);
        _artefact.mint(address(timelock), 1);
        _basket.mint(address(timelock), 7, 5);
        vm.deal(address(timelock), 10 ether);
        (_formerGovernor, _formerTimelock, _formerCouncil) = (governor, timelock, council);
    }

    // to another Governor

    function test_governor_movesByVoteAndLosesNothing() public {
        CommunityGovernor next = _newGovernor(timelock);
        vm.assertFalse(timelock.isOperatedBy(address(next)), "no power before the vote");
        Proposal memory move = _toGovernor(next);
        pass(move);
        vm.expectEmit(address(registry));
        emit ICommunityRegistry.GovernorChanged(communityId, address(next));
        execute(move);

        vm.assertTrue(timelock.isOperatedBy(address(next)));
        vm.assertEq(registry.communityOf(communityId).governor, address(next));
        vm.assertEq(registry.authorityOf(communityId), address(timelock));
        _assertHistoryStands(move);
        governor = next;
        _assertDecides();
        _assertModelsStand();
    }

    function test_governor_formerOneActsNoMore() public {
        CommunityGovernor next = _newGovernor(timelock);
        Proposal memory waiting = anything("Queued before the move");
        Proposal memory narrow = anything("Queued by three to two");
        Proposal memory passed = anything("Passed before the move");
        passNarrowly(narrow);
        pass(waiting);
        Proposal memory move = _toGovernor(next);
        propose(ada, move);
        propose(ben, passed);
        _voteFor(move.id);
        _voteFor(passed.id);
        toEnd(passed.id);
        queue(move);
        vm.warp(governor.proposalEta(move.id));
        execute(move);

        // What it had queued is dead, by whatever majority.
        _expectUnauthorized(address(governor), timelock.EXECUTOR_ROLE());
        execute(waiting);
        _expectUnauthorized(address(governor), timelock.EXECUTOR_ROLE());
        execute(narrow);
        // What it had passed cannot be queued, and nothing more proposed.
        assertState(passed.id, IGovernor.ProposalState.Succeeded);
        _expectUnauthorized(address(governor), timelock.PROPOSER_ROLE());
        queue(passed);
        Proposal memory late = anything("Proposed after the move");
        _expectUnauthorized(address(governor), timelock.PROPOSER_ROLE());
        propose(ada, late);
        // The same can be decided anew, in the new one.
        skip(governor.gracePeriod());
        assertState(waiting.id, IGovernor.ProposalState.Expired);
        governor = next;
        pass(waiting);
        execute(waiting);
    }

    function test_governor_takesASuperMajority() public {
        CommunityGovernor next = _newGovernor(timelock);
        Proposal memory move = _toGovernor(next);
        passNarrowly(move);
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_SuperMajorityNeeded.selector);
        execute(move);
        vm.assertTrue(timelock.isOperatedBy(address(governor)));
        vm.assertFalse(timelock.isOperatedBy(address(next)));
        vm.assertEq(registry.communityOf(communityId).governor, address(governor));
    }

    /// @dev Half of a move: until the former one's roles are taken, both decide.
    function test_governor_halfDoneBothDecide() public {
        CommunityGovernor next = _newGovernor(timelock);
        Proposal memory give = _calls(3, "Give");
        bytes32[3] memory roles = _roles();
        for (uint256 i = 0; i < 3; ++i) {
            _set(give, i, address(timelock), abi.encodeCall(timelock.grantRole, (roles[i], address(next))));
        }
        pass(give);
        execute(give);
        vm.assertTrue(timelock.isOperatedBy(address(governor)));
        vm.assertTrue(timelock.isOperatedBy(address(next)));
        decide(address(membership), abi.encodeCall(membership.admit, (stranger, 0)), "By the former");

        governor = next;
        Proposal memory take = _calls(3, "Take");
        for (uint256 i = 0; i < 3; ++i) {
            _set(take, i, address(timelock), abi.encodeCall(timelock.revokeRole, (roles[i], address(_formerGovernor))));
        }
        pass(take);
        execute(take);
        vm.assertFalse(timelock.isOperatedBy(address(_formerGovernor)));
        vm.assertEq(membership.memberCount(), 6);
    }

    /// @dev The former one gives itself up before there is another: that would be the last vote ever carried out.
    function test_governor_isNotGivenUpForNothing() public {
        Proposal memory move = plan1(
            address(timelock),
            abi.encodeCall(timelock.revokeRole, (timelock.PROPOSER_ROLE(), address(governor))),
            "Nobody decides"
        );
        pass(move);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_LastHolder.selector, timelock.PROPOSER_ROLE())
        );
        execute(move);
    }

    function test_governor_ofAnotherCommunityIsRefused() public {
        address foreign = found("second", founding()).governor;
        Proposal memory move = plan1(
            address(registry),
            abi.encodeCall(registry.setGovernor, (communityId, foreign)),
            "Read another's votes as ours"
        );
        pass(move);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_ForeignPart.selector, communityId, foreign)
        );
        execute(move);
    }

    /// @dev Anyone may make one. Nobody has to listen to it.
    function test_governor_thatNobodyVotedForHasNoPower() public {
        vm.prank(stranger);
        CommunityGovernor made = CommunityGovernor(
            payable(factory.deployGovernor(communityId, "mine", address(timelock), governorSettings()))
        );
        governor = made;
        _expectUnauthorized(address(made), timelock.PROPOSER_ROLE());
        propose(ada, anything("In the wrong place"));
    }

    // to another timelock, with the Governor it has

    function test_timelock_movesByVoteAndLosesNothing() public {
        CommunityTimelock next = _newTimelock(governor, council);
        Proposal memory depart = _toTimelock(next);
        pass(depart);
        vm.expectEmit(address(registry));
        emit ICommunityRegistry.AuthorityOffered(communityId, address(timelock), address(next));
        execute(depart);
        vm.assertEq(registry.authorityOf(communityId), address(timelock), "not yet");
        vm.assertEq(governor.timelock(), address(next));

        timelock = next;
        _arrive();
        vm.assertEq(membership.authority(), address(next));
        vm.assertEq(_token.balanceOf(address(next)), 1_000);
        vm.assertEq(_artefact.ownerOf(1), address(next));
        vm.assertEq(_basket.balanceOf(address(next), 7), 5);
        vm.assertEq(address(next).balance, 10 ether);
        vm.assertEq(address(_formerTimelock).balance, 0);
        _assertHistoryStands(depart);
        _assertDecides();
        _assertModelsStand();
    }

    function test_timelock_formerOneWritesNoMore() public {
        CommunityTimelock next = _newTimelock(governor, council);
        Proposal memory depart = _toTimelock(next);
        pass(depart);
        execute(depart);
        timelock = next;
        _arrive();

        address former = address(_formerTimelock);
        vm.startPrank(former);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, former));
        membership.admit(stranger, 0);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_NotAuthority.selector, communityId, former)
        );
        registry.offerAuthority(communityId, former);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_NotOffered.selector, communityId, former)
        );
        registry.acceptAuthority(communityId);
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotAuthority.selector, communityId, former)
        );
        _models.revoke(communityId, _version, "by the former");
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_NotAuthority.selector, former));
        council.setThresholds(1, 1);
        vm.stopPrank();
    }

    /// @dev What waited in the former one is dead; what was still being voted on goes on, and waits in the new one.
    function test_timelock_whatWaitedIsDeadAndWhatWasVotedOnGoesOn() public {
        CommunityTimelock next = _newTimelock(governor, council);
        Proposal memory waiting = plan1(
            address(membership),
            abi.encodeCall(membership.admit, (deployer, 0)),
            "Waiting while we move"
        );
        pass(waiting);
        Proposal memory depart = _toTimelock(next);
        pass(depart);
        Proposal memory open = plan1(
            address(membership),
            abi.encodeCall(membership.admit, (stranger, 0)),
            "Voted on while we move"
        );
        propose(ben, open);
        execute(depart);

        assertState(waiting.id, IGovernor.ProposalState.Canceled);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorUnexpectedProposalState.selector,
                waiting.id,
                IGovernor.ProposalState.Canceled,
                bytes32(1 << uint256(IGovernor.ProposalState.Queued))
            )
        );
        execute(waiting);

        timelock = next;
        _voteFor(open.id);
        toEnd(open.id);
        _arrive();
        queue(open);
        _waitFor(open);
        execute(open);
        vm.assertTrue(membership.isMember(stranger));
        vm.assertFalse(membership.isMember(deployer));
    }

    function test_timelock_thatDoesNotObeyIsRefused() public {
        CommunityTimelock foreign = _newTimelock(CommunityGovernor(payable(stranger)), council);
        address plain = address(new TimelockController(1 hours, new address[](0), new address[](0), address(0)));
        address[4] memory others = [address(foreign), plain, address(registry), stranger];
        for (uint256 i = 0; i < 4; ++i) {
            Proposal memory move = plan1(
                address(governor),
                abi.encodeCall(governor.updateTimelock, (TimelockControllerUpgradeable(payable(others[i])))),
                "Where nobody listens"
            );
            pass(move);
            vm.expectRevert(
                abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_InvalidTimelock.selector, others[i])
            );
            execute(move);
            vm.assertEq(governor.timelock(), address(timelock));
        }
    }

    function test_timelock_takesASuperMajority() public {
        Proposal memory move = plan1(
            address(governor),
            abi.encodeCall(governor.updateTimelock, (_newTimelock(governor, council))),
            "By three to two"
        );
        passNarrowly(move);
        vm.expectRevert(ICommunityGovernor.CommunityGovernor_SuperMajorityNeeded.selector);
        execute(move);
        vm.assertEq(governor.timelock(), address(timelock));
    }

    /// @dev Half of a move: the Governor went and nobody offered the community. It can go back, and do it properly.
    function test_timelock_halfDoneIsTakenBack() public {
        CommunityTimelock next = _newTimelock(governor, council);
        decide(address(governor), abi.encodeCall(governor.updateTimelock, (next)), "Without the community");
        Proposal memory admit = plan1(
            address(membership),
            abi.encodeCall(membership.admit, (stranger, 0)),
            "Who is in charge?"
        );
        timelock = next;
        pass(admit);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, address(next)));
        execute(admit);
        Proposal memory accept = _acceptance();
        pass(accept);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_NotOffered.selector, communityId, address(next))
        );
        execute(accept);

        decide(address(governor), abi.encodeCall(governor.updateTimelock, (_formerTimelock)), "Back");
        timelock = _formerTimelock;
        vm.assertEq(governor.timelock(), address(timelock));
        _assertDecides();
        decide(address(_token), abi.encodeCall(IERC20.transfer, (stranger, 1_000)), "All of it is still ours");
        vm.assertEq(_token.balanceOf(stranger), 1_000);
    }

    /// @dev The council asks the roll for the authority: it moves along where the new timelock lets it cancel.
    function test_timelock_theCouncilMovesAlong() public {
        CommunityTimelock next = _newTimelock(governor, council);
        bytes32 subject = keccak256("consented before");
        vm.prank(ada);
        council.giveConsent(subject);
        Proposal memory depart = _toTimelock(next);
        pass(depart);
        execute(depart);
        timelock = next;
        _arrive();

        vm.assertTrue(council.hasConsent(subject));
        Proposal memory harmful = anything("Dam the river");
        pass(harmful);
        vm.warp(vm.getBlockTimestamp() - 1);
        bytes32 operation = _operationOf(harmful);
        vm.expectEmit(address(council));
        emit IElderCouncil.OperationVetoed(operation, address(next));
        vm.prank(ada);
        council.veto(operation, "it harms the river");
        assertState(harmful.id, IGovernor.ProposalState.Canceled);
        decide(address(council), abi.encodeCall(council.setThresholds, (2, 1)), "Set by the new one");
        (uint16 consentThreshold, ) = council.thresholds();
        vm.assertEq(consentThreshold, 2);
    }

    function test_timelock_withoutACouncilLeavesItWithoutAVeto() public {
        CommunityTimelock next = _newTimelock(governor, ElderCouncil(address(0)));
        Proposal memory depart = _toTimelock(next);
        pass(depart);
        execute(depart);
        timelock = next;
        _arrive();
        Proposal memory proposal = anything("Nobody stops it");
        pass(proposal);
        vm.warp(vm.getBlockTimestamp() - 1);
        bytes32 operation = _operationOf(proposal);
        _expectUnauthorized(address(council), next.CANCELLER_ROLE());
        vm.prank(ada);
        council.veto(operation, "it harms the river");
    }

    // to a new Governor, timelock and council at once

    function test_everything_movesByTwoVotes() public {
        (CommunityGovernor nextGovernor, CommunityTimelock next, ElderCouncil nextCouncil) = _newParts();
        Proposal memory depart = _calls(1, "Offer it to where we go");
        _set(depart, 0, address(registry), abi.encodeCall(registry.offerAuthority, (communityId, address(next))));
        pass(depart);
        execute(depart);
        // Until it arrives, the former ones are in charge.
        _assertDecides();

        (governor, timelock, council) = (nextGovernor, next, nextCouncil);
        Proposal memory arrive = _calls(3, "Arrive");
        _set(arrive, 0, address(registry), abi.encodeCall(registry.acceptAuthority, (communityId)));
        _set(arrive, 1, address(registry), abi.encodeCall(registry.setGovernor, (communityId, address(nextGovernor))));
        _set(arrive, 2, address(registry), abi.encodeCall(registry.setCouncil, (communityId, address(nextCouncil))));
        pass(arrive);
        vm.expectEmit(address(registry));
        emit ICommunityRegistry.AuthorityChanged(communityId, address(_formerTimelock), address(next));
        vm.expectEmit(address(registry));
        emit ICommunityRegistry.GovernorChanged(communityId, address(nextGovernor));
        vm.expectEmit(address(registry));
        emit ICommunityRegistry.CouncilChanged(communityId, address(nextCouncil));
        execute(arrive);

        ICommunityRegistry.Community memory community = registry.communityOf(communityId);
        vm.assertEq(community.authority, address(next));
        vm.assertEq(community.governor, address(nextGovernor));
        vm.assertEq(community.council, address(nextCouncil));
        vm.assertEq(community.membership, address(membership));
        vm.assertEq(community.foundedAt, START);
        vm.assertEq(membership.memberCount(), 6);
        _assertHistoryStands(depart);
        _assertModelsStand();
    }

    function test_everything_takesASuperMajority() public {
        (, CommunityTimelock next, ) = _newParts();
        // With the cap and without one: it is no matter of money.
        for (uint256 i = 0; i < 2; ++i) {
            Proposal memory depart = plan1(
                address(registry),
                abi.encodeCall(registry.offerAuthority, (communityId, address(next))),
                i == 0 ? "Offer it" : "Offer it, with no cap"
            );
            passNarrowly(depart);
            vm.expectRevert(ICommunityTimelock.CommunityTimelock_SuperMajorityNeeded.selector);
            execute(depart);
            vm.assertEq(registry.offeredAuthorityOf(communityId), address(0));
            if (i == 0) {
                vm.warp(governor.proposalEta(depart.id) + 15 days);
                bytes memory noCap = abi.encodeCall(
                    timelock.setTreasuryCap,
                    (ICommunityTimelock.TreasuryCap(10_000, CAP_PERIOD))
                );
                decide(address(timelock), noCap, "No cap");
            }
        }
    }

    /// @dev Half of a move, taken back in time: what is no longer offered cannot be accepted.
    function test_everything_halfDoneIsTakenBack() public {
        (CommunityGovernor nextGovernor, CommunityTimelock next, ) = _newParts();
        decide(address(registry), abi.encodeCall(registry.offerAuthority, (communityId, address(next))), "Offer it");
        vm.assertEq(registry.offeredAuthorityOf(communityId), address(next));
        decide(
            address(registry),
            abi.encodeCall(registry.offerAuthority, (communityId, address(0))),
            "On second thoughts"
        );
        (governor, timelock) = (nextGovernor, next);
        Proposal memory accept = _acceptance();
        pass(accept);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_NotOffered.selector, communityId, address(next))
        );
        execute(accept);
        vm.assertEq(registry.authorityOf(communityId), address(_formerTimelock));
    }

    /// @dev What stayed behind is not lost: the former Governor still speaks for the former timelock, and for nothing else.
    function test_everything_whatStayedBehindIsFetchedLater() public {
        (CommunityGovernor nextGovernor, CommunityTimelock next, ) = _newParts();
        decide(address(registry), abi.encodeCall(registry.offerAuthority, (communityId, address(next))), "Offer it");
        (governor, timelock) = (nextGovernor, next);
        _arrive();

        (governor, timelock) = (_formerGovernor, _formerTimelock);
        Proposal memory admit = plan1(
            address(membership),
            abi.encodeCall(membership.admit, (stranger, 0)),
            "By the former"
        );
        pass(admit);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, address(timelock)));
        execute(admit);
        decide(address(_token), abi.encodeCall(IERC20.transfer, (address(next), 1_000)), "Send it after us");
        vm.assertEq(_token.balanceOf(address(next)), 1_000);
    }

    // to another council

    function test_council_movesByVote() public {
        ElderCouncil next = _newCouncil();
        bytes32 subject = keccak256("consented before");
        vm.prank(ada);
        council.giveConsent(subject);
        Proposal memory move = _toCouncil(next);
        pass(move);
        vm.expectEmit(address(registry));
        emit ICommunityRegistry.CouncilChanged(communityId, address(next));
        execute(move);

        vm.assertEq(registry.councilOf(communityId), address(next));
        // What the elders said to the former one they have to say again.
        vm.assertTrue(council.hasConsent(subject));
        vm.assertFalse(next.hasConsent(subject));
        Proposal memory harmful = anything("Dam the river");
        pass(harmful);
        vm.warp(vm.getBlockTimestamp() - 1);
        bytes32 operation = _operationOf(harmful);
        _expectUnauthorized(address(council), timelock.CANCELLER_ROLE());
        vm.prank(ada);
        council.veto(operation, "by the former");
        vm.prank(ada);
        next.veto(operation, "by the new one");
        assertState(harmful.id, IGovernor.ProposalState.Canceled);
        _assertModelsStand();
    }

    function test_council_takesASuperMajority() public {
        Proposal memory move = _toCouncil(_newCouncil());
        passNarrowly(move);
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_SuperMajorityNeeded.selector);
        execute(move);
        vm.assertEq(registry.councilOf(communityId), address(council));
    }

    /// @dev Half of a move: consent is asked of the new one, and the veto is still the former one's.
    function test_council_halfDoneLeavesTheVetoWithTheFormer() public {
        ElderCouncil next = _newCouncil();
        decide(
            address(registry),
            abi.encodeCall(registry.setCouncil, (communityId, address(next))),
            "Without its role"
        );
        vm.assertEq(registry.councilOf(communityId), address(next));
        Proposal memory harmful = anything("Dam the river");
        pass(harmful);
        vm.warp(vm.getBlockTimestamp() - 1);
        bytes32 operation = _operationOf(harmful);
        _expectUnauthorized(address(next), timelock.CANCELLER_ROLE());
        vm.prank(ada);
        next.veto(operation, "by the new one");
        vm.prank(ada);
        council.veto(operation, "by the former");
        assertState(harmful.id, IGovernor.ProposalState.Canceled);
    }

    function test_council_ofAnotherCommunityIsRefused() public {
        address foreign = found("second", founding()).council;
        Proposal memory move = plan1(
            address(registry),
            abi.encodeCall(registry.setCouncil, (communityId, foreign)),
            "Let others consent for us"
        );
        pass(move);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_ForeignPart.selector, communityId, foreign)
        );
        execute(move);
    }

    // attacks

    /// @dev A timelock that a stranger made and operates does not become the community's by wanting to.
    function test_attack_acceptWhatNobodyOffered() public {
        vm.prank(stranger);
        CommunityTimelock theirs = CommunityTimelock(
            payable(factory.deployTimelock(communityId, "mine", stranger, address(0), treasuryCap(), TIMELOCK_DELAY))
        );
        Proposal memory accept = _acceptance();
        vm.startPrank(stranger);
        theirs.scheduleBatch(accept.targets, accept.values, accept.calldatas, 0, 0, TIMELOCK_DELAY);
        skip(TIMELOCK_DELAY);
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityRegistry.CommunityRegistry_NotOffered.selector,
                communityId,
                address(theirs)
            )
        );
        theirs.executeBatch(accept.targets, accept.values, accept.calldatas, 0, 0);
        vm.stopPrank();
        vm.assertEq(registry.authorityOf(communityId), address(timelock));
    }

    /// @dev Ada, Ben and Cleo, as soon as they may.
    function _voteFor(uint256 proposalId) private {
        if (vm.getBlockTimestamp() <= governor.proposalSnapshot(proposalId)) toVoting(proposalId);
        vote(ada, proposalId, FOR);
        vote(ben, proposalId, FOR);
        vote(cleo, proposalId, FOR);
    }

    function _newGovernor(CommunityTimelock where) private returns (CommunityGovernor) {
        ICommunityGovernor.GovernorSettings memory settings = governorSettings();
        settings.quorumBps = 5_000;
        return CommunityGovernor(payable(factory.deployGovernor(communityId, "next", address(where), settings)));
    }

    function _newTimelock(CommunityGovernor who, ElderCouncil elders) private returns (CommunityTimelock) {
        return
            CommunityTimelock(
                payable(
                    factory.deployTimelock(
                        communityId,
                        "next",
                        address(who),
                        address(elders),
                        treasuryCap(),
                        TIMELOCK_DELAY
                    )
                )
            );
    }

    function _newCouncil() private returns (ElderCouncil) {
        return ElderCouncil(factory.deployCouncil(communityId, "next", councilSettings()));
    }

    /// @dev Each has to name another before that is made.
    function _newParts() private returns (CommunityGovernor who, CommunityTimelock where, ElderCouncil elders) {
        (address governs, address waits, address watch) = factory.predictParts(communityId, address(this), "next");
        who = _newGovernor(CommunityTimelock(payable(waits)));
        where = _newTimelock(CommunityGovernor(payable(governs)), ElderCouncil(watch));
        elders = _newCouncil();
        vm.assertEq(address(who), governs);
        vm.assertEq(address(where), waits);
        vm.assertEq(address(elders), watch);
    }

    function _toGovernor(CommunityGovernor next) private view returns (Proposal memory move) {
        move = _calls(7, "Decide elsewhere");
        bytes32[3] memory roles = _roles();
        for (uint256 i = 0; i < 3; ++i) {
            _set(move, i, address(timelock), abi.encodeCall(timelock.grantRole, (roles[i], address(next))));
            _set(move, 4 + i, address(timelock), abi.encodeCall(timelock.revokeRole, (roles[i], address(governor))));
        }
        _set(move, 3, address(registry), abi.encodeCall(registry.setGovernor, (communityId, address(next))));
    }

    function _toTimelock(CommunityTimelock next) private view returns (Proposal memory move) {
        move = _calls(6, "Depart");
        address from = address(timelock);
        address to = address(next);
        _set(move, 0, address(_token), abi.encodeCall(IERC20.transfer, (to, 1_000)));
        _set(move, 1, address(_artefact), abi.encodeCall(IERC721.transferFrom, (from, to, 1)));
        _set(move, 2, address(_basket), abi.encodeCall(IERC1155.safeTransferFrom, (from, to, 7, 5, "")));
        _set(move, 4, address(registry), abi.encodeCall(registry.offerAuthority, (communityId, to)));
        _set(move, 5, address(governor), abi.encodeCall(governor.updateTimelock, (next)));
        move.targets[3] = to;
        move.values[3] = 10 ether;
        move.id = idOf(move);
    }

    function _toCouncil(ElderCouncil next) private view returns (Proposal memory move) {
        move = _calls(3, "Other elders");
        bytes32 canceller = timelock.CANCELLER_ROLE();
        _set(move, 0, address(registry), abi.encodeCall(registry.setCouncil, (communityId, address(next))));
        _set(move, 1, address(timelock), abi.encodeCall(timelock.grantRole, (canceller, address(next))));
        _set(move, 2, address(timelock), abi.encodeCall(timelock.revokeRole, (canceller, address(council))));
    }

    function _acceptance() private view returns (Proposal memory) {
        return plan1(address(registry), abi.encodeCall(registry.acceptAuthority, (communityId)), "Arrive");
    }

    function _arrive() private {
        Proposal memory accept = _acceptance();
        pass(accept);
        vm.expectEmit(address(registry));
        emit ICommunityRegistry.AuthorityChanged(communityId, address(_formerTimelock), address(timelock));
        execute(accept);
    }

    function _assertHistoryStands(Proposal memory move) private view {
        vm.assertEq(uint256(_formerGovernor.state(_approval)), uint256(IGovernor.ProposalState.Executed));
        vm.assertEq(uint256(_formerGovernor.state(move.id)), uint256(IGovernor.ProposalState.Executed));
        (uint256 against, uint256 inFavour, uint256 abstained) = _formerGovernor.proposalVotes(_approval);
        vm.assertEq(against, 0);
        vm.assertEq(inFavour, 3);
        vm.assertEq(abstained, 0);
        vm.assertTrue(_formerGovernor.hasVoted(_approval, ada));
        vm.assertFalse(_formerGovernor.hasVoted(_approval, dan));
        vm.assertEq(membership.memberOf(ada).memberId, 1);
        vm.assertEq(membership.memberOf(eve).memberId, 5);
        vm.assertEq(membership.memberOf(ada).joinedAt, START);
        vm.assertEq(registry.communityOf(communityId).charterDigest, sha256("We decide together."));
    }

    /// @dev Whatever the fixture's names stand for now: it is in charge.
    function _assertDecides() private {
        decide(address(membership), abi.encodeCall(membership.admit, (deployer, 0)), "Go on as before");
        vm.assertEq(membership.memberCount(), 6);
        vm.assertTrue(membership.isMember(deployer));
    }

    /// @dev The approval stands, and is the community's to take back.
    function _assertModelsStand() private {
        vm.assertTrue(_models.isRunnable(communityId, _version));
        vm.assertEq(_models.approvedCount(communityId), 1);
        decide(
            address(_models),
            abi.encodeCall(_models.revoke, (communityId, _version, "no longer")),
            "Stop it for good"
        );
        vm.assertFalse(_models.isRunnable(communityId, _version));
    }

    function _expectUnauthorized(address account, bytes32 role) private {
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, account, role)
        );
    }

    function _waitFor(Proposal memory proposal) private {
        uint256 eta = governor.proposalEta(proposal.id);
        if (vm.getBlockTimestamp() < eta) vm.warp(eta);
    }

    function _roles() private view returns (bytes32[3] memory) {
        return [timelock.PROPOSER_ROLE(), timelock.CANCELLER_ROLE(), timelock.EXECUTOR_ROLE()];
    }

    function _calls(uint256 count, string memory description) private pure returns (Proposal memory) {
        return Proposal(0, new address[](count), new uint256[](count), new bytes[](count), description);
    }

    /// @dev The id follows each call that is set.
    function _set(Proposal memory proposal, uint256 index, address target, bytes memory data) private pure {
        (proposal.targets[index], proposal.calldatas[index]) = (target, data);
        proposal.id = idOf(proposal);
    }

    function _operationOf(Proposal memory proposal) private view returns (bytes32) {
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
        return timelock.hashOperationBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt);
    }
}
