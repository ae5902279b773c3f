// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {TokenDouble} from "./TokenDoubles.sol";

/// @notice An ordinary ERC-20 with EIP-2612.
contract PermitTokenDouble is TokenDouble, ERC20Permit {
    constructor() ERC20Permit("Token") {}
}

/// @notice An ordinary ERC-20 of six decimals.
contract SmallTokenDouble is TokenDouble {
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}

/// @notice Keeps a part of what is sent: less arrives.
contract FeeTokenDouble is TokenDouble {
    uint256 public fee = 100;

    /// @param fee_ In parts of 10,000.
    function setFee(uint256 fee_) external {
        fee = fee_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0) && to != address(0)) super._update(to, address(0), (amount * fee) / 10_000);
    }
}

/// @notice Adds one base unit to whatever is sent.
contract BountifulTokenDouble is TokenDouble {
    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0) && to != address(0)) super._update(address(0), to, 1);
    }
}

/// @notice Says no where others revert, and moves nothing, once a test wants it.
contract FalseTokenDouble is TokenDouble {
    bool public refuses;

    function refuse(bool refuses_) external {
        refuses = refuses_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !refuses && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !refuses && super.transferFrom(from, to, amount);
    }
}

/// @notice Never pays to accounts on its list.
contract BlockingTokenDouble is TokenDouble {
    mapping(address account => bool) public isBlocked;

    error Blocked(address account);

    function blockAccount(address account) external {
        isBlocked[account] = true;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (isBlocked[to]) revert Blocked(to);
        super._update(from, to, amount);
    }
}

/// @notice Refuses to move nothing.
contract SomethingTokenDouble is TokenDouble {
    error Nothing();

    function _update(address from, address to, uint256 amount) internal override {
        if (amount == 0) revert Nothing();
        super._update(from, to, amount);
    }
}

/// @notice Makes one call that a test gave it in the middle of a transfer, and keeps what came of it.
contract CallingTokenDouble is TokenDouble {
    address private _target;

    bytes private _data;

    bool public done;

    bytes public reason;

    function callBack(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        address target = _target;
        if (target == address(0) || from == address(0)) return;
        _target = address(0);
        (done, reason) = target.call(_data);
    }
}

/// @notice Takes the greatest number for "all that there is", as Compound's cUSDCv3 does.
contract AllTokenDouble is TokenDouble {
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return super.transferFrom(from, to, amount == type(uint256).max ? balanceOf(from) : amount);
    }
}

/// @notice The chain's own money as a token, with all that WETH9 has: also what is sent without a word is wrapped, and any
/// call that it does not know is taken for that.
contract WrappedNativeDouble {
    string public constant name = "Wrapped";

    uint8 public constant decimals = 18;

    mapping(address account => uint256) public balanceOf;

    mapping(address owner => mapping(address spender => uint256)) public allowance;

    event Approval(address indexed owner, address indexed spender, uint256 amount);
    event Transfer(address indexed from, address indexed to, uint256 amount);
    event Deposit(address indexed to, uint256 amount);
    event Withdrawal(address indexed from, uint256 amount);

    receive() external payable {
        deposit();
    }

    fallback() external payable {
        deposit();
    }

    function withdraw(uint256 amount) external {
        require(balanceOf[msg.sender] >= amount);
        balanceOf[msg.sender] -= amount;
        (bool sent, ) = msg.sender.call{value: amount}("");
        require(sent);
        emit Withdrawal(msg.sender, amount);
    }

    function totalSupply() external view returns (uint256) {
        return address(this).balance;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return transferFrom(msg.sender, to, amount);
    }

    function deposit() public payable virtual {
        balanceOf[msg.sender] += msg.value;
        emit Deposit(msg.sender, msg.value);
    }

    function transferFrom(address from, address to, uint256 amount) public returns (bool) {
        require(balanceOf[from] >= amount);
        if (from != msg.sender && allowance[from][msg.sender] != type(uint256).max) {
            require(allowance[from][msg.sender] >= amount);
            allowance[from][msg.sender] -= amount;
        }
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
        return true;
    }
}

/// @notice Keeps one part in a hundred of what is wrapped.
contract KeepingNativeDouble is WrappedNativeDouble {
    function deposit() public payable override {
        super.deposit();
        balanceOf[msg.sender] -= msg.value / 100;
    }
}
