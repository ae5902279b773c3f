// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Vm} from "./Vm.sol";

/// @notice What every Solidity test starts from: the cheatcodes as `vm`, bounded fuzz input, labelled accounts and
/// the lists that an invariant run reads.
/// @dev Assertions are the cheatcodes' own: `vm.assertEq(left, right)`.
abstract contract TestBase {
    /// @dev Where the runner answers: `address(uint160(uint256(keccak256("hevm cheat code"))))`.
    Vm internal constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    address[] private _targetContracts;
    address[] private _targetSenders;
    FuzzSelector[] private _targetSelectors;

    /// @dev An account whose address and label both come from `name`.
    function makeAddr(string memory name) internal returns (address account) {
        (account, ) = makeAddrAndKey(name);
    }

    /// @dev As {makeAddr}, with the private key that signs for it.
    function makeAddrAndKey(string memory name) internal returns (address account, uint256 privateKey) {
        privateKey = uint256(keccak256(bytes(name)));
        account = vm.addr(privateKey);
        vm.label(account, name);
    }

    /// @dev `value` folded into [least, most]; both ends can be reached.
    function bound(uint256 value, uint256 least, uint256 most) internal pure returns (uint256) {
        require(least <= most, "TestBase: bounds are the wrong way round");
        uint256 size = most - least;
        if (size == type(uint256).max || (value >= least && value <= most)) return value;
        return least + (value % (size + 1));
    }

    function skip(uint256 elapsed) internal {
        vm.warp(vm.getBlockTimestamp() + elapsed);
    }

    /// @dev Adds a contract whose functions the invariant runner calls.
    function targetContract(address target) internal {
        _targetContracts.push(target);
    }

    /// @dev Restricts the invariant runner to some functions of a target.
    function targetSelector(FuzzSelector memory selector) internal {
        _targetSelectors.push(selector);
    }

    /// @dev Adds an account that the invariant runner sends from.
    function targetSender(address sender) internal {
        _targetSenders.push(sender);
    }

    function targetContracts() external view returns (address[] memory) {
        return _targetContracts;
    }

    function targetSelectors() external view returns (FuzzSelector[] memory) {
        return _targetSelectors;
    }

    function targetSenders() external view returns (address[] memory) {
        return _targetSenders;
    }
}
