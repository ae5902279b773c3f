// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

import {Roles} from "../../src/types/Roles.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {BallotFixture} from "../governance/BallotFixture.sol";
import {PlainGovernor, PlainVotes} from "./PlainGovernor.sol";

/// @dev What each call of a community's own parts costs, as a transaction of its own, with OpenZeppelin's plain
/// Governor beside it in the same run.
abstract contract GovernanceGas is BallotFixture {
    PlainVotes private _plainVotes;

    PlainGovernor private _plain;

    TimelockController private _plainTimelock;

    function setUp() public virtual override {
        super.setUp();
        _plainVotes = new PlainVotes();
        address[] memory nobody = new address[](0);
        _plainTimelock = new TimelockController(TIMELOCK_DELAY, nobody, nobody, address(this));
        _plain = new PlainGovernor(_plainVotes, _plainTimelock);
        _plainTimelock.grantRole(_plainTimelock.PROPOSER_ROLE(), address(_plain));
        _plainTimelock.grantRole(_plainTimelock.EXECUTOR_ROLE(), address(_plain));
        address[5] memory members = [ada, ben, cleo, dan, eve];
        for (uint256 i = 0; i < members.length; ++i) {
            _plainVotes.mint(members[i], i + 1);
            vm.prank(members[i]);
            _plainVotes.delegate(members[i]);
        }
        skip(1);
    }

    function test_gas_communityFactory() public {
        found("gas", founding());
        vm.snapshotGasLastCall("CommunityFactory", "found with five members");
    }

    function test_gas_membership() public {
        vm.prank(address(timelock));
        membership.admit(stranger, 0);
        vm.snapshotGasLastCall("Membership", "admit");
        vm.prank(address(timelock));
        membership.setRoles(stranger, Roles.STEWARD);
        vm.snapshotGasLastCall("Membership", "setRoles");
        vm.prank(stranger);
        membership.leave();
        vm.snapshotGasLastCall("Membership", "leave");
        vm.prank(address(timelock));
        membership.admit(stranger, 0);
        vm.snapshotGasLastCall("Membership", "admit a former member");
        vm.prank(address(timelock));
        membership.remove(stranger, "gone for good");
        vm.snapshotGasLastCall("Membership", "remove");
    }

    function test_gas_communityGovernor() public {
        Proposal memory proposal = anything("Gas");
        vm.prank(ada);
        governor.propose(proposal.targets, proposal.values, proposal.calldatas, proposal.description);
        vm.snapshotGasLastCall("CommunityGovernor", "propose");
        toVoting(proposal.id);
        vm.prank(ada);
        governor.castVote(proposal.id, FOR);
        vm.snapshotGasLastCall("CommunityGovernor", "castVote, first of the proposal");
        vm.prank(ben);
        governor.castVote(proposal.id, FOR);
        vm.snapshotGasLastCall("CommunityGovernor", "castVote, reaching the quorum");
        vm.prank(cleo);
        uint256 ours = _votedFor(proposal.id);
        vm.prank(dan);
        governor.castVoteWithReason(proposal.id, AGAINST, "I do not think so");
        vm.snapshotGasLastCall("CommunityGovernor", "castVoteWithReason");
        (, bytes memory signature) = signBallot("eve", proposal.id, FOR, 0);
        governor.castVoteBySig(proposal.id, FOR, eve, signature);
        vm.snapshotGasLastCall("CommunityGovernor", "castVoteBySig");
        toEnd(proposal.id);
        bytes32 descriptionHash = keccak256(bytes(proposal.description));
        governor.queue(proposal.targets, proposal.values, proposal.calldatas, descriptionHash);
        vm.snapshotGasLastCall("CommunityGovernor", "queue");
        vm.warp(governor.proposalEta(proposal.id));
        governor.execute(proposal.targets, proposal.values, proposal.calldatas, descriptionHash);
        vm.snapshotGasLastCall("CommunityGovernor", "execute a new charter");

        uint256 theirs = _plainVote();
        vm.snapshotValue("CommunityGovernor", "castVote, percent of OpenZeppelin's", (ours * 100) / theirs);
    }

    function test_gas_communityGovernorCancel() public {
        Proposal memory proposal = anything("Gas");
        propose(ada, proposal);
        vm.prank(ada);
        governor.cancel(proposal.targets, proposal.values, proposal.calldatas, keccak256(bytes(proposal.description)));
        vm.snapshotGasLastCall("CommunityGovernor", "cancel");
    }

    /// @dev Of a meeting: fifty members who sign with their keys, on a proposal that nobody has voted on yet.
    function test_gas_communityGovernorBatch() public {
        uint256 members = 50;
        for (uint256 i = 0; i < members; ++i) {
            admitByAuthority(vm.addr(1_000 + i), 0);
        }
        skip(1);
        uint256 id = propose(ada, anything("Gas"));
        toVoting(id);
        ICommunityGovernor.SignedBallot[] memory ballots = new ICommunityGovernor.SignedBallot[](members);
        for (uint256 i = 0; i < members; ++i) {
            ballots[i] = unsigned(vm.addr(1_000 + i), id, FOR);
            ballots[i].deadline = START + 365 days;
            ballots[i] = sign(1_000 + i, ballots[i]);
        }
        governor.castVotesBySig(ballots);
        uint256 cost = vm.snapshotGasLastCall("CommunityGovernor", "castVotesBySig, fifty ballots");
        vm.snapshotValue("CommunityGovernor", "castVotesBySig, a ballot of fifty", cost / members);
        vm.assertEq(governor.proposalVoters(id), members);
    }

    function _votedFor(uint256 proposalId) private returns (uint256) {
        governor.castVote(proposalId, FOR);
        return vm.snapshotGasLastCall("CommunityGovernor", "castVote, later");
    }

    /// @dev The same proposal with the same votes on the plain Governor; the cost of the same, later, ballot.
    function _plainVote() private returns (uint256 cost) {
        Proposal memory proposal = anything("Gas");
        vm.prank(ada);
        uint256 id = _plain.propose(proposal.targets, proposal.values, proposal.calldatas, proposal.description);
        vm.snapshotGasLastCall("OpenZeppelinGovernor", "propose");
        vm.warp(_plain.proposalSnapshot(id) + 1);
        vm.prank(ada);
        _plain.castVote(id, FOR);
        vm.snapshotGasLastCall("OpenZeppelinGovernor", "castVote, first of the proposal");
        vm.prank(ben);
        _plain.castVote(id, FOR);
        vm.snapshotGasLastCall("OpenZeppelinGovernor", "castVote, reaching the quorum");
        vm.prank(cleo);
        _plain.castVote(id, FOR);
        cost = vm.snapshotGasLastCall("OpenZeppelinGovernor", "castVote, later");
    }
}
