// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

/// @notice Ballots signed away from the chain, as the published types of OpenZeppelin's Governor lay them down. The
/// hashes are written out here rather than read from the contract, so that a change there cannot pass unseen.
abstract contract BallotFixture is CommunityFixture {
    bytes32 internal constant BALLOT_TYPEHASH = keccak256(
        "Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)"
    );

    bytes32 internal constant EXTENDED_BALLOT_TYPEHASH = keccak256(
        "ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,bytes params)"
    );

    bytes32 internal constant MEMBER_BALLOT_TYPEHASH = keccak256(
        "MemberBallot(uint256 proposalId,uint8 support,address voter,string reason,uint256 deadline)"
    );

    bytes32 internal constant SPONSORSHIP_TYPEHASH = keccak256(
        "Sponsorship(uint256 proposalId,address sponsor,uint256 deadline)"
    );

    bytes32 internal constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    uint256 internal constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function typedDigest(address verifying, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("CommunityGovernor"), keccak256("1"), block.chainid, verifying)
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function ballotDigest(
        address verifying,
        uint256 proposalId,
        uint8 support,
        address voter,
        uint256 nonce
    ) internal view returns (bytes32) {
        return typedDigest(verifying, keccak256(abi.encode(BALLOT_TYPEHASH, proposalId, support, voter, nonce)));
    }

    function signBallot(
        string memory name,
        uint256 proposalId,
        uint8 support,
        uint256 nonce
    ) internal returns (address voter, bytes memory signature) {
        uint256 key;
        (voter, key) = makeAddrAndKey(name);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            key,
            ballotDigest(address(governor), proposalId, support, voter, nonce)
        );
        signature = abi.encodePacked(r, s, v);
    }

    function memberBallotDigest(
        address verifying,
        ICommunityGovernor.SignedBallot memory ballot
    ) internal view returns (bytes32) {
        return
            typedDigest(
                verifying,
                keccak256(
                    abi.encode(
                        MEMBER_BALLOT_TYPEHASH,
                        ballot.proposalId,
                        ballot.support,
                        ballot.voter,
                        keccak256(bytes(ballot.reason)),
                        ballot.deadline
                    )
                )
            );
    }

    /// @dev A ballot without a signature, good until the end of time.
    function unsigned(
        address voter,
        uint256 proposalId,
        uint8 support
    ) internal pure returns (ICommunityGovernor.SignedBallot memory) {
        return ICommunityGovernor.SignedBallot(proposalId, type(uint256).max, voter, support, "", "");
    }

    /// @dev Puts the signature of `key` under the ballot.
    function sign(
        uint256 key,
        ICommunityGovernor.SignedBallot memory ballot
    ) internal view returns (ICommunityGovernor.SignedBallot memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, memberBallotDigest(address(governor), ballot));
        ballot.signature = abi.encodePacked(r, s, v);
        return ballot;
    }

    /// @dev The ballot of whom {makeAddrAndKey} makes of `name`.
    function signed(
        string memory name,
        uint256 proposalId,
        uint8 support
    ) internal returns (ICommunityGovernor.SignedBallot memory) {
        (address voter, uint256 key) = makeAddrAndKey(name);
        return sign(key, unsigned(voter, proposalId, support));
    }

    /// @dev Sponsored until the end of time by whom {makeAddrAndKey} makes of `name`.
    function sponsorship(
        string memory name,
        uint256 proposalId
    ) internal returns (ICommunityGovernor.Sponsorship memory) {
        (address sponsor, uint256 key) = makeAddrAndKey(name);
        return signSponsorship(key, ICommunityGovernor.Sponsorship(sponsor, type(uint256).max, ""), proposalId);
    }

    /// @dev Puts the signature of `key` under the sponsorship.
    function signSponsorship(
        uint256 key,
        ICommunityGovernor.Sponsorship memory unsigned_,
        uint256 proposalId
    ) internal view returns (ICommunityGovernor.Sponsorship memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, sponsorshipDigest(unsigned_, proposalId));
        unsigned_.signature = abi.encodePacked(r, s, v);
        return unsigned_;
    }

    function sponsorshipDigest(
        ICommunityGovernor.Sponsorship memory unsigned_,
        uint256 proposalId
    ) internal view returns (bytes32) {
        return
            typedDigest(
                address(governor),
                keccak256(abi.encode(SPONSORSHIP_TYPEHASH, proposalId, unsigned_.sponsor, unsigned_.deadline))
            );
    }

    function proposeWith(
        address proposer,
        Proposal memory proposal,
        ICommunityGovernor.Sponsorship[] memory sponsorships
    ) internal returns (uint256) {
        vm.prank(proposer);
        return
            governor.proposeWithSponsors(
                proposal.targets,
                proposal.values,
                proposal.calldatas,
                proposal.description,
                sponsorships
            );
    }
}
