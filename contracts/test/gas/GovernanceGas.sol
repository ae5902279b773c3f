// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {TokenDouble} from "../doubles/TokenDoubles.sol";
import {BallotFixture} from "../governance/BallotFixture.sol";
import {BareGovernor, PlainGovernor} from "./PlainGovernor.sol";
import {PlainVotes} from "./PlainVotes.sol";

/// @dev What each call of a community's own parts costs, as a transaction of its own, with OpenZeppelin's Governor
/// beside it in the same run: once with nothing but counting, once with a timelock and an extension as ours has them.
abstract contract GovernanceGas is BallotFixture {
    string private constant OURS = "CommunityGovernor";

    string private constant BARE = "OpenZeppelin GovernorCountingSimple";

    string private constant ALIKE = "OpenZeppelin Governor with timelock";

    function test_gas_communityFactory() public {
        found("gas", founding());
        vm.snapshotGasLastCall("CommunityFactory", "found with five members");
    }

    function test_gas_communityGovernor() public {
        Proposal memory proposal = anything("Gas");
        propose(ada, proposal);
        vm.snapshotGasLastCall(OURS, "propose");
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vm.snapshotGasLastCall(OURS, "castVote, first of the proposal");
        vote(ben, proposal.id, FOR);
        vm.snapshotGasLastCall(OURS, "castVote, reaching the quorum");
        vote(cleo, proposal.id, FOR);
        vm.snapshotGasLastCall(OURS, "castVote, later");
        vm.prank(dan);
        governor.castVoteWithReason(proposal.id, AGAINST, "I do not think so");
        vm.snapshotGasLastCall(OURS, "castVoteWithReason");
        (, bytes memory signature) = signBallot("eve", proposal.id, FOR, 0);
        governor.castVoteBySig(proposal.id, FOR, eve, signature);
        vm.snapshotGasLastCall(OURS, "castVoteBySig");
        toEnd(proposal.id);
        queue(proposal);
        vm.snapshotGasLastCall(OURS, "queue");
        vm.warp(governor.proposalEta(proposal.id));
        execute(proposal);
        vm.snapshotGasLastCall(OURS, "execute a new charter");
    }

    function test_gas_communityGovernorCancel() public {
        Proposal memory proposal = anything("Gas");
        propose(ada, proposal);
        cancel(ada, proposal);
        vm.snapshotGasLastCall(OURS, "cancel");
    }

    function test_gas_communityGovernorSponsors() public {
        Proposal memory proposal = anything("Gas");
        ICommunityGovernor.Sponsorship[] memory sponsorships = new ICommunityGovernor.Sponsorship[](2);
        sponsorships[0] = sponsorship("ben", proposal.id);
        sponsorships[1] = sponsorship("cleo", proposal.id);
        proposeWith(ada, proposal, sponsorships);
        vm.snapshotGasLastCall(OURS, "proposeWithSponsors, two");
    }

    /// @dev Three to two is no super-majority, so that the payment counts against the treasury's cap.
    function test_gas_communityGovernorSpending() public {
        TokenDouble token = new TokenDouble();
        token.mint(address(timelock), 1_000 ether);
        Proposal memory proposal = plan1(
            address(token),
            abi.encodeCall(token.transfer, (stranger, 1 ether)),
            "Pay the teacher"
        );
        passNarrowly(proposal);
        execute(proposal);
        vm.snapshotGasLastCall(OURS, "execute a payment within the cap");
    }

    /// @dev Ben votes for Ada and Cleo too; then Dan, who lent his vote to Eve, comes himself.
    function test_gas_communityGovernorLentVotes() public {
        vm.prank(ada);
        membership.delegate(ben);
        vm.prank(cleo);
        membership.delegate(ben);
        vm.prank(dan);
        membership.delegate(eve);
        skip(1);
        uint256 id = propose(ada, anything("Gas"));
        toVoting(id);
        vote(ben, id, FOR);
        vote(dan, id, FOR);
        vm.snapshotGasLastCall(OURS, "castVote, of a vote that is lent");
        vote(eve, id, FOR);
        vm.snapshotGasLastCall(OURS, "castVote, of a delegate");
    }

    function test_gas_elderCouncil() public {
        Proposal memory proposal = anything("Gas");
        vm.prank(ada);
        council.giveConsent("a version");
        vm.snapshotGasLastCall("ElderCouncil", "giveConsent");
        vm.prank(ada);
        council.withdrawConsent("a version");
        vm.snapshotGasLastCall("ElderCouncil", "withdrawConsent");
        pass(proposal);
        // Of a proposal whose time has come nothing can be vetoed any more.
        vm.warp(governor.proposalEta(proposal.id) - 1);
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
        bytes32 operation = timelock.hashOperationBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt);
        vm.prank(ada);
        council.veto(operation, "not in this season");
        vm.snapshotGasLastCall("ElderCouncil", "veto, the last needed");
        vm.assertEq(timelock.getTimestamp(operation), 0);
    }

    /// @dev The same steps as in {test_gas_communityGovernor}.
    function test_gas_plainGovernors() public {
        PlainVotes votes = new PlainVotes();
        address[] memory nobody = new address[](0);
        TimelockController plainTimelock = new TimelockController(TIMELOCK_DELAY, nobody, nobody, address(this));
        PlainGovernor alike = new PlainGovernor(votes, plainTimelock);
        plainTimelock.grantRole(plainTimelock.PROPOSER_ROLE(), address(alike));
        plainTimelock.grantRole(plainTimelock.EXECUTOR_ROLE(), address(alike));
        address[5] memory members = [ada, ben, cleo, dan, eve];
        for (uint256 i = 0; i < members.length; ++i) {
            votes.mint(members[i], i + 1);
            vm.prank(members[i]);
            votes.delegate(members[i]);
        }
        skip(1);
        _playPlainly(alike, ALIKE);
        _playPlainly(new BareGovernor(votes), BARE);
    }

    /// @dev A ballot costs what it costs, however many others there are.
    function test_gas_communityGovernorOfTenAndOfAHundredThousand() public {
        _admitUpTo(10);
        _laterVoteOf(10, "castVote, later, one of 10 members");
        _admitUpTo(100_000);
        _laterVoteOf(100_000, "castVote, later, one of 100,000 members");
        vm.assertEq(membership.memberCount(), 100_000);
    }

    /// @dev In one transaction: with a transaction for each, the runner takes longer for each than for the one before.
    function admitAll(uint256 first, uint256 last) external {
        for (uint256 i = first; i <= last; ++i) {
            admitByAuthority(_member(i), 0);
        }
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

    /// @dev Members from the sixth on, each by its number.
    function _admitUpTo(uint256 count) private {
        uint256 members = membership.memberCount();
        while (members < count) {
            uint256 last = members + 1_000 < count ? members + 1_000 : count;
            this.admitAll(members + 1, last);
            members = last;
        }
        skip(1);
    }

    /// @dev The third ballot of a proposal, after one whose receipt is kept in the same word.
    function _laterVoteOf(uint256 last, string memory label) private {
        uint256 id = propose(ada, anything(label));
        toVoting(id);
        vote(ada, id, FOR);
        vote(_member(last - 1), id, FOR);
        vote(_member(last), id, FOR);
        vm.snapshotGasLastCall(OURS, label);
    }

    function _playPlainly(Governor plain, string memory group) private {
        Proposal memory proposal = anything("Gas");
        bytes32 descriptionHash = keccak256(bytes(proposal.description));
        vm.prank(ada);
        uint256 id = plain.propose(proposal.targets, proposal.values, proposal.calldatas, proposal.description);
        vm.snapshotGasLastCall(group, "propose");
        uint256 proposed = vm.snapshotState();
        vm.prank(ada);
        plain.cancel(proposal.targets, proposal.values, proposal.calldatas, descriptionHash);
        vm.snapshotGasLastCall(group, "cancel");
        vm.revertToState(proposed);

        vm.warp(plain.proposalSnapshot(id) + 1);
        vm.prank(ada);
        plain.castVote(id, FOR);
        vm.snapshotGasLastCall(group, "castVote, first of the proposal");
        vm.prank(ben);
        plain.castVote(id, FOR);
        vm.snapshotGasLastCall(group, "castVote, reaching the quorum");
        vm.prank(cleo);
        plain.castVote(id, FOR);
        vm.snapshotGasLastCall(group, "castVote, later");
        vm.prank(dan);
        plain.castVoteWithReason(id, AGAINST, "I do not think so");
        vm.snapshotGasLastCall(group, "castVoteWithReason");
        (address voter, uint256 key) = makeAddrAndKey("eve");
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _plainBallotDigest(plain, id, voter));
        plain.castVoteBySig(id, FOR, voter, abi.encodePacked(r, s, v));
        vm.snapshotGasLastCall(group, "castVoteBySig");

        if (!plain.proposalNeedsQueuing(id)) return;
        vm.warp(plain.proposalDeadline(id) + 1);
        plain.queue(proposal.targets, proposal.values, proposal.calldatas, descriptionHash);
        vm.snapshotGasLastCall(group, "queue");
    }

    function _plainBallotDigest(Governor plain, uint256 id, address voter) private view returns (bytes32) {
        (, string memory name, string memory version, , , , ) = plain.eip712Domain();
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                block.chainid,
                address(plain)
            )
        );
        bytes32 ballot = keccak256(abi.encode(plain.BALLOT_TYPEHASH(), id, FOR, voter, plain.nonces(voter)));
        return keccak256(abi.encodePacked(hex"1901", domain, ballot));
    }

    function _member(uint256 memberId) private pure returns (address) {
        return address(uint160(0xC0FFEE000000 + memberId));
    }
}
