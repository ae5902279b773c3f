// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC1363} from "@openzeppelin/contracts/token/ERC20/extensions/ERC1363.sol";
import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20TemporaryApproval} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC20TemporaryApproval.sol";
import {ERC6909} from "@openzeppelin/contracts/token/ERC6909/ERC6909.sol";
import {TokenDouble} from "./TokenDoubles.sol";

/// @notice An ERC-20 with every way to let somebody spend that there is, and six decimals.
contract GenerousTokenDouble is ERC1363, ERC20TemporaryApproval {
    constructor() ERC20("Generous", "GEN") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @dev As OpenZeppelin's ERC-20 had it until its version 5.
    function increaseAllowance(address spender, uint256 more) external returns (bool) {
        _approve(msg.sender, spender, allowance(msg.sender, spender) + more);
        return true;
    }

    /// @dev Four bytes of calldata are enough to lose everything.
    function giveUp() external {
        _burn(msg.sender, balanceOf(msg.sender));
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function allowance(
        address owner,
        address spender
    ) public view override(ERC20, IERC20, ERC20TemporaryApproval) returns (uint256) {
        return super.allowance(owner, spender);
    }

    function _spendAllowance(
        address owner,
        address spender,
        uint256 amount
    ) internal override(ERC20, ERC20TemporaryApproval) {
        super._spendAllowance(owner, spender, amount);
    }
}

/// @notice Somebody an ERC-1363 token can be approved for.
contract SpenderDouble {
    function onApprovalReceived(address, uint256, bytes calldata) external pure returns (bytes4) {
        return this.onApprovalReceived.selector;
    }

    function pull(IERC20 token, address from, uint256 amount) external {
        token.transferFrom(from, address(this), amount);
    }
}

/// @notice Transfers and approves without an answer, as some of the oldest tokens do.
contract SilentTokenDouble {
    mapping(address account => uint256) public balanceOf;

    mapping(address owner => mapping(address spender => uint256)) public allowance;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }
}

/// @notice Takes one part in a hundred from the sender, on top of what is sent.
contract TollTokenDouble is TokenDouble {
    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0) && to != address(0)) super._update(from, address(0), amount / 100);
    }
}

/// @notice Says no where others revert, and moves nothing.
contract RefusingTokenDouble is TokenDouble {
    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @notice Runs one call that a test gave it in the middle of every transfer.
contract ReentrantTokenDouble is TokenDouble {
    address private _target;

    bytes private _data;

    function callBack(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        super.transfer(to, amount);
        address target = _target;
        if (target == address(0)) return true;
        _target = address(0);
        (bool done, bytes memory reason) = target.call(_data);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
        return true;
    }
}

/// @notice Answers questions about balances and allowances as a test wants.
contract MoodyTokenDouble is TokenDouble {
    enum Mood {
        Answer,
        Refuse,
        AnswerTooShort,
        BurnGas
    }

    Mood public mood;

    function behave(Mood next) external {
        mood = next;
    }

    function balanceOf(address account) public view override returns (uint256) {
        _obey();
        return super.balanceOf(account);
    }

    function allowance(address owner, address spender) public view override returns (uint256) {
        _obey();
        return super.allowance(owner, spender);
    }

    function _obey() private view {
        Mood now_ = mood;
        if (now_ == Mood.Refuse) revert("none of your business");
        assembly ("memory-safe") {
            if eq(now_, 2) {
                mstore(0, not(0))
                return(0, 0x1f)
            }
            if eq(now_, 3) {
                invalid()
            }
        }
    }
}

/// @notice An ordinary ERC-6909 that anybody may mint.
contract ShelfDouble is ERC6909 {
    function mint(address to, uint256 id, uint256 amount) external {
        _mint(to, id, amount);
    }
}

/// @notice Reads its calldata as compilers before 0.5 did (WETH9): what is missing at the end is zero.
contract OldTokenDouble {
    mapping(address account => uint256) public balanceOf;

    mapping(address owner => mapping(address spender => uint256)) public allowance;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }

    fallback() external {
        if (msg.sig != IERC20.approve.selector) revert();
        address spender;
        uint256 amount;
        assembly ("memory-safe") {
            spender := calldataload(0x04)
            amount := calldataload(0x24)
        }
        allowance[msg.sender][spender] = amount;
    }
}
