// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {SignerDouble} from "../doubles/SignerDouble.sol";
import {BallotFixture} from "./BallotFixture.sol";

/// @dev In this community it takes three members to propose: Ada (1), Ben (2) and Cleo (3), say.
contract ProposingTest is BallotFixture {
    function setUp() public override {
        super.setUp();
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.proposalThreshold = 3;
        _enter(found("by three", plan));
        skip(1 hours);
    }

    // proposeWithSponsors

    function test_proposeWithSponsors_putsItToTheVoteInTheCallersName() public {
        Proposal memory proposal = anything("Together");
        ICommunityGovernor.Sponsorship[] memory sponsorships = _by(proposal.id, "ben", "cleo");
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.ProposalSponsored(proposal.id, ben);
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.ProposalSponsored(proposal.id, cleo);
        vm.assertEq(proposeWith(ada, proposal, sponsorships), proposal.id);
        vm.assertEq(governor.proposalProposer(proposal.id), ada);
        vm.assertEq(governor.proposalCreatedAt(proposal.id), vm.getBlockTimestamp());
        vm.assertEq(governor.lastProposalOf(proposal.targets, proposal.values, proposal.calldatas), proposal.id);
        cancel(ada, proposal);
    }

    function test_proposeWithSponsors_saysWhatTheTimelockWillCallIt() public {
        Proposal memory proposal = anything("Together");
        bytes32 salt = bytes20(address(governor)) ^ keccak256("Together");
        bytes32 operationId = timelock.hashOperationBatch(
            proposal.targets,
            proposal.values,
            proposal.calldatas,
            0,
            salt
        );
        ICommunityGovernor.Sponsorship[] memory sponsorships = _by(proposal.id, "ben", "cleo");
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.OperationAssigned(proposal.id, operationId);
        proposeWith(ada, proposal, sponsorships);
        vm.assertNotEq(timelock.pinOf(operationId), 0);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        toEnd(proposal.id);
        queue(proposal);
        vm.assertTrue(timelock.isOperationPending(operationId));
    }

    function test_proposeWithSponsors_revertsWithTooFew() public {
        Proposal memory proposal = anything("Two are not three");
        ICommunityGovernor.Sponsorship[] memory one = new ICommunityGovernor.Sponsorship[](1);
        one[0] = sponsorship("ben", proposal.id);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_TooFewSponsors.selector, 2, 3));
        proposeWith(ada, proposal, one);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_TooFewSponsors.selector, 1, 3));
        propose(ada, proposal);
    }

    function test_proposeWithSponsors_takesNoMoreThanThereAre() public {
        vm.prank(cleo);
        membership.leave();
        vm.prank(dan);
        membership.leave();
        vm.prank(eve);
        membership.leave();
        skip(1);
        Proposal memory proposal = anything("The last two");
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_TooFewSponsors.selector, 1, 2));
        propose(ada, proposal);
        ICommunityGovernor.Sponsorship[] memory one = new ICommunityGovernor.Sponsorship[](1);
        one[0] = sponsorship("ben", proposal.id);
        proposeWith(ada, proposal, one);
    }

    function test_proposeWithSponsors_revertsForWhoIsNotAMember() public {
        Proposal memory proposal = anything("By a stranger");
        ICommunityGovernor.Sponsorship[] memory sponsorships = _by(proposal.id, "ben", "cleo");
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NotMember.selector, stranger));
        proposeWith(stranger, proposal, sponsorships);
    }

    function test_proposeWithSponsors_takesAPlaceOfTheCaller() public {
        for (uint256 i = 0; i < 5; ++i) {
            Proposal memory proposal = anything(vm.toString(i));
            proposeWith(ada, proposal, _by(proposal.id, "ben", "cleo"));
        }
        Proposal memory sixth = anything("One too many");
        ICommunityGovernor.Sponsorship[] memory sponsorships = _by(sixth.id, "ben", "cleo");
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_TooManyOpen.selector, ada, 5));
        proposeWith(ada, sixth, sponsorships);
        // To have sponsored takes none.
        proposeWith(ben, sixth, _by(sixth.id, "ada", "cleo"));
    }

    function test_proposeWithSponsors_acceptsAContractThatAgrees() public {
        SignerDouble wallet = new SignerDouble();
        admitByAuthority(address(wallet), 0);
        skip(1);
        Proposal memory proposal = anything("With a wallet");
        ICommunityGovernor.Sponsorship[] memory sponsorships = _by(proposal.id, "ben", "cleo");
        sponsorships[1] = ICommunityGovernor.Sponsorship(address(wallet), type(uint256).max, "");
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_InvalidSponsorship.selector, address(wallet))
        );
        proposeWith(ada, proposal, sponsorships);
        wallet.agree(sponsorshipDigest(sponsorships[1], proposal.id));
        proposeWith(ada, proposal, sponsorships);
    }

    function test_proposeWithSponsors_refusesTheSameSponsorTwice() public {
        _refuses("ben", "ben", ben);
    }

    function test_proposeWithSponsors_refusesSponsorsOutOfOrder() public {
        _refuses("cleo", "ben", ben);
    }

    function test_proposeWithSponsors_refusesTheProposersOwn() public {
        Proposal memory proposal = anything("Mine, and mine");
        ICommunityGovernor.Sponsorship[] memory sponsorships = _by(proposal.id, "ada", "cleo");
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_InvalidSponsorship.selector, ada));
        proposeWith(ada, proposal, sponsorships);
    }

    function test_proposeWithSponsors_refusesWhoIsNotAMember() public {
        _refuses("stranger", "cleo", stranger);
    }

    function test_proposeWithSponsors_refusesWhoLeft() public {
        vm.prank(cleo);
        membership.leave();
        _refuses("ben", "cleo", cleo);
    }

    function test_proposeWithSponsors_refusesWhoJoinedInThisSecond() public {
        admitByAuthority(stranger, 0);
        _refuses("ben", "stranger", stranger);
        skip(1);
        Proposal memory proposal = anything("A second later");
        proposeWith(ada, proposal, _by(proposal.id, "ben", "stranger"));
    }

    function test_proposeWithSponsors_refusesAfterTheSponsorshipsDeadline() public {
        Proposal memory proposal = anything("In time");
        (, uint256 key) = makeAddrAndKey("cleo");
        ICommunityGovernor.Sponsorship[] memory sponsorships = _by(proposal.id, "ben", "cleo");
        sponsorships[1] = signSponsorship(
            key,
            ICommunityGovernor.Sponsorship(cleo, vm.getBlockTimestamp(), ""),
            proposal.id
        );
        uint256 before = vm.snapshotState();
        proposeWith(ada, proposal, sponsorships);
        vm.revertToState(before);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_InvalidSponsorship.selector, cleo));
        proposeWith(ada, proposal, sponsorships);
    }

    function test_proposeWithSponsors_refusesASignatureForAnythingElse() public {
        Proposal memory other = anything("Something else");
        Proposal memory proposal = anything("This");
        ICommunityGovernor.Sponsorship[] memory sponsorships = _by(other.id, "ben", "cleo");
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_InvalidSponsorship.selector, ben));
        proposeWith(ada, proposal, sponsorships);
    }

    function test_attack_sponsorshipReplayInAnotherCommunity() public {
        Proposal memory proposal = anything("Here");
        ICommunityGovernor.Sponsorship[] memory sponsorships = _by(proposal.id, "ben", "cleo");
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.proposalThreshold = 3;
        _enter(found("another by three", plan));
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_InvalidSponsorship.selector, ben));
        proposeWith(ada, proposal, sponsorships);
    }

    // the same actions again

    function test_propose_refusesActionsThatAreOpen() public {
        Proposal memory proposal = _proposed("Open", "Once");
        Proposal memory again = _sameActions(proposal, "In other words");
        _refusesAsOpen(again, proposal.id);
        toVoting(proposal.id);
        _refusesAsOpen(again, proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        toEnd(proposal.id);
        assertState(proposal.id, IGovernor.ProposalState.Succeeded);
        _refusesAsOpen(again, proposal.id);
        queue(proposal);
        _refusesAsOpen(again, proposal.id);
        vm.warp(governor.proposalEta(proposal.id));
        execute(proposal);
        // What was done may be done again.
        proposeWith(ben, again, _by(again.id, "ada", "cleo"));
        vm.assertEq(governor.lastProposalOf(again.targets, again.values, again.calldatas), again.id);
    }

    function test_propose_restsAfterADefeat() public {
        Proposal memory proposal = _proposed("Unloved", "Once");
        toEnd(proposal.id);
        assertState(proposal.id, IGovernor.ProposalState.Defeated);
        Proposal memory again = _sameActions(proposal, "Again");
        uint256 until = governor.proposalDeadline(proposal.id) + COOLDOWN;
        // For everyone, up to the last second.
        _refusesAsResting(ada, again, proposal.id, until);
        vm.warp(until);
        _refusesAsResting(ben, again, proposal.id, until);
        vm.warp(until + 1);
        proposeWith(ben, again, _by(again.id, "ada", "cleo"));
    }

    function test_propose_restsForWhoTookItBackAlone() public {
        Proposal memory proposal = _proposed("Changed my mind", "Once");
        uint256 until = vm.getBlockTimestamp() + COOLDOWN;
        cancel(ada, proposal);
        Proposal memory again = _sameActions(proposal, "Again");
        vm.warp(until);
        _refusesAsResting(ada, again, proposal.id, until);
        uint256 before = vm.snapshotState();
        proposeWith(ben, again, _by(again.id, "ada", "cleo"));
        vm.revertToState(before);
        vm.warp(until + 1);
        proposeWith(ada, again, _by(again.id, "ben", "cleo"));
    }

    function test_propose_allowsOtherValuesAtOnce() public {
        Proposal memory proposal = _proposed("Unloved", "Once");
        toEnd(proposal.id);
        Proposal memory other = anything("Other words, other actions");
        proposeWith(ada, other, _by(other.id, "ben", "cleo"));
        vm.assertEq(governor.lastProposalOf(other.targets, other.values, other.calldatas), other.id);
        vm.assertEq(governor.lastProposalOf(proposal.targets, proposal.values, proposal.calldatas), proposal.id);
    }

    /// @dev Of four payments, each differs from the first in one thing.
    function test_propose_knowsActionsByTargetValueAndCalldata() public {
        Proposal[4] memory proposals;
        for (uint256 i = 0; i < 4; ++i) {
            proposals[i] = plan1(i == 1 ? deployer : stranger, "", vm.toString(i));
            proposals[i].values[0] = i == 2 ? 2 : 1;
        }
        proposals[3].targets = new address[](2);
        (proposals[3].targets[0], proposals[3].targets[1]) = (stranger, stranger);
        proposals[3].values = new uint256[](2);
        proposals[3].values[0] = 1;
        proposals[3].calldatas = new bytes[](2);
        for (uint256 i = 0; i < 4; ++i) {
            proposals[i].id = idOf(proposals[i]);
            vm.assertEq(_lastOf(proposals[i]), 0);
            proposeWith(ada, proposals[i], _by(proposals[i].id, "ben", "cleo"));
        }
        for (uint256 i = 0; i < 4; ++i) vm.assertEq(_lastOf(proposals[i]), proposals[i].id);
    }

    function test_propose_restsAfterAVetoForWhoProposedItAlone() public {
        Proposal memory proposal = _proposed("Vetoed", "Once");
        uint256 until = vm.getBlockTimestamp() + COOLDOWN;
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        toEnd(proposal.id);
        queue(proposal);
        bytes32 salt = bytes20(address(governor)) ^ keccak256("Once");
        bytes32 operation = timelock.hashOperationBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt);
        vm.prank(ada);
        council.veto(operation, "not like this");
        Proposal memory again = _sameActions(proposal, "Again");
        _refusesAsResting(ada, again, proposal.id, until);
        proposeWith(ben, again, _by(again.id, "ada", "cleo"));
        // Ben's stands now, for Ada as for everyone.
        _refusesAsOpen(_sameActions(proposal, "And again"), again.id);
    }

    /// @dev What OpenZeppelin calls the same proposal cannot come back; what is the same in substance can, in time.
    function test_propose_allowsWhatExpired() public {
        Proposal memory proposal = _proposed("Forgotten", "Once");
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        vm.warp(governor.proposalDeadline(proposal.id) + governor.gracePeriod() + 1);
        assertState(proposal.id, IGovernor.ProposalState.Expired);
        Proposal memory again = _sameActions(proposal, "Again");
        proposeWith(ada, again, _by(again.id, "ben", "cleo"));
    }

    function _proposed(string memory what, string memory description) private returns (Proposal memory proposal) {
        proposal = _sameActions(anything(what), description);
        proposeWith(ada, proposal, _by(proposal.id, "ben", "cleo"));
    }

    function _lastOf(Proposal memory proposal) private view returns (uint256) {
        return governor.lastProposalOf(proposal.targets, proposal.values, proposal.calldatas);
    }

    function _sameActions(
        Proposal memory proposal,
        string memory description
    ) private pure returns (Proposal memory again) {
        again = Proposal(0, proposal.targets, proposal.values, proposal.calldatas, description);
        again.id = idOf(again);
    }

    function _refusesAsOpen(Proposal memory again, uint256 openId) private {
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_SameActionsOpen.selector, openId));
        propose(ben, again);
    }

    function _refusesAsResting(address proposer, Proposal memory again, uint256 previous, uint256 until) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_CoolingDown.selector, previous, until)
        );
        propose(proposer, again);
    }

    function _refuses(string memory first, string memory second, address refused) private {
        Proposal memory proposal = anything("Refused");
        ICommunityGovernor.Sponsorship[] memory sponsorships = _by(proposal.id, first, second);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_InvalidSponsorship.selector, refused)
        );
        proposeWith(ada, proposal, sponsorships);
    }

    function _by(
        uint256 proposalId,
        string memory first,
        string memory second
    ) private returns (ICommunityGovernor.Sponsorship[] memory sponsorships) {
        sponsorships = new ICommunityGovernor.Sponsorship[](2);
        sponsorships[0] = sponsorship(first, proposalId);
        sponsorships[1] = sponsorship(second, proposalId);
    }
}
