// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {ICommunityGovernor} from "../interfaces/ICommunityGovernor.sol";

/// @title BallotSignature
/// @notice Whether a ballot is signed by its voter, asked in a way that no voter can turn against the ballots beside it.
library BallotSignature {
    bytes32 private constant MEMBER_BALLOT_TYPEHASH = keccak256(
        "MemberBallot(uint256 proposalId,uint8 support,address voter,string reason,uint256 deadline)"
    );

    /// @dev What a voter that is a contract may use. Enough for a wallet that verifies passkeys without a precompile
    /// (about 330,000); a block still holds dozens of voters that waste it all.
    uint256 private constant CONTRACT_GAS = 400_000;

    /// @dev What has to be left so that the callee is given CONTRACT_GAS: a call keeps back one part in 64 (EIP-150)
    /// and its own price.
    uint256 private constant CONTRACT_GAS_LEFT = (CONTRACT_GAS * 64) / 63 + 1_000;

    /// @dev What the voter signs (EIP-712): `MemberBallot` in the domain of `domainSeparator`. By hand, because a batch
    /// does it hundreds of times, and the compiler's own way takes memory anew each time.
    function digestOf(
        bytes32 domainSeparator,
        uint256 proposalId,
        uint8 support,
        address voter,
        string calldata reason,
        uint256 deadline
    ) internal pure returns (bytes32) {
        bytes32 typeHash = MEMBER_BALLOT_TYPEHASH;
        bytes32 structHash;
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, reason.offset, reason.length)
            let reasonHash := keccak256(free, reason.length)
            mstore(free, typeHash)
            mstore(add(free, 0x20), proposalId)
            mstore(add(free, 0x40), and(support, 0xff))
            mstore(add(free, 0x60), shr(96, shl(96, voter)))
            mstore(add(free, 0x80), reasonHash)
            mstore(add(free, 0xa0), deadline)
            structHash := keccak256(free, 0xc0)
        }
        return MessageHashUtils.toTypedDataHash(domainSeparator, structHash);
    }

    /// @dev The key is tried before the code. A key signs for its account whatever code that has borrowed (EIP-7702),
    /// and most voters are spared the price of looking for code.
    function isBy(address voter, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (address signer, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && signer == voter) return true;
        return voter.code.length != 0 && _isAccepted(voter, digest, signature);
    }

    /// @dev A static call changes nothing, here or anywhere. It gets a bounded share of gas, and of what it returns one
    /// word is copied, however much there is.
    function _isAccepted(address voter, bytes32 digest, bytes calldata signature) private view returns (bool) {
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        // Otherwise a sender could have a ballot fail by sending little gas, and an estimate of gas would do just that.
        if (gasleft() < CONTRACT_GAS_LEFT) revert ICommunityGovernor.CommunityGovernor_TooLittleGas(CONTRACT_GAS_LEFT);

        bool answered;
        bytes32 answer;
        assembly ("memory-safe") {
            answered := staticcall(CONTRACT_GAS, voter, add(question, 0x20), mload(question), 0, 0x20)
            answered := and(answered, gt(returndatasize(), 0x1f))
            answer := mload(0)
        }
        return answered && answer == bytes32(IERC1271.isValidSignature.selector);
    }
}
