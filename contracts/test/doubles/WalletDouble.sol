// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {CommunityGovernor} from "../../src/governance/CommunityGovernor.sol";

/// @notice A member that is a contract and behaves as a test wants, when it is asked about a signature.
contract WalletDouble {
    enum Behaviour {
        Agree,
        Refuse,
        AnswerTooShort,
        AgreeWithATail,
        Revert,
        BurnGas,
        AgreeAtLength,
        RevertAtLength,
        AgreeAfterReentering,
        AgreeWhereGasIsLeft
    }

    CommunityGovernor private immutable _governor;

    Behaviour private _behaviour;

    uint256 private _proposalId;

    uint256 private _gas;

    constructor(CommunityGovernor governor) {
        _governor = governor;
    }

    function behave(Behaviour behaviour) external {
        _behaviour = behaviour;
    }

    /// @dev Tries to vote against `proposalId` while it is asked, then agrees.
    function reenter(uint256 proposalId) external {
        _behaviour = Behaviour.AgreeAfterReentering;
        _proposalId = proposalId;
    }

    /// @dev Agrees if it was called with more than `gas_`.
    function wantGas(uint256 gas_) external {
        _behaviour = Behaviour.AgreeWhereGasIsLeft;
        _gas = gas_;
    }

    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        uint256 given = gasleft();
        bytes4 yes = IERC1271.isValidSignature.selector;
        Behaviour behaviour = _behaviour;
        if (behaviour == Behaviour.Agree) return yes;
        if (behaviour == Behaviour.Refuse) return 0xffffffff;
        if (behaviour == Behaviour.AgreeWhereGasIsLeft) return given > _gas ? yes : bytes4(0xffffffff);
        if (behaviour == Behaviour.AgreeAfterReentering) {
            (bool voted, ) = address(_governor).call{gas: 100_000}(
                abi.encodeCall(_governor.castVote, (_proposalId, 0))
            );
            return voted ? bytes4(0xffffffff) : yes;
        }
        assembly {
            mstore(0, yes)
            switch behaviour
            case 2 {
                return(0, 4)
            }
            case 3 {
                mstore(0, or(yes, 1))
                return(0, 0x20)
            }
            case 4 {
                revert(0, 0x20)
            }
            case 5 {
                invalid()
            }
            // As much as fits what it may spend.
            case 6 {
                return(0, 390000)
            }
            case 7 {
                revert(0, 390000)
            }
        }
        revert();
    }
}
