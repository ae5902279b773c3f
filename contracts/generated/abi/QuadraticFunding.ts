export const quadraticFundingAbi = [
  {
    "inputs": [
      {
        "internalType": "contract ICommunityRegistry",
        "name": "communityRegistry_",
        "type": "address"
      },
      {
        "internalType": "contract IPermit2",
        "name": "permit2_",
        "type": "address"
      },
      {
        "internalType": "contract IWrappedNative",
        "name": "wrappedNative_",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "target",
        "type": "address"
      }
    ],
    "name": "AddressEmptyCode",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "registry",
        "type": "address"
      }
    ],
    "name": "CommunityBound_InvalidRegistry",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FailedCall",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "InvalidShortString",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "Matching_TooMuch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "threshold",
        "type": "uint256"
      }
    ],
    "name": "Matching_WrongThreshold",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      }
    ],
    "name": "QuadraticFunding_AlreadyOpened",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "household",
        "type": "bytes32"
      }
    ],
    "name": "QuadraticFunding_HouseholdFull",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      }
    ],
    "name": "QuadraticFunding_InvalidCommunity",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "QuadraticFunding_InvalidMinimum",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "recipient",
        "type": "address"
      }
    ],
    "name": "QuadraticFunding_InvalidRecipient",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "giver",
        "type": "address"
      }
    ],
    "name": "QuadraticFunding_InvalidSignature",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "QuadraticFunding_InvalidTimes",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "QuadraticFunding_InvalidToken",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "QuadraticFunding_NoReason",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "giver",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "nonce",
        "type": "uint256"
      }
    ],
    "name": "QuadraticFunding_NonceUsed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "QuadraticFunding_NotApplicant",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "QuadraticFunding_NotAuthority",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "community",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "QuadraticFunding_NotDonor",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "community",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "QuadraticFunding_NotEligible",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      }
    ],
    "name": "QuadraticFunding_NotNative",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "QuadraticFunding_NotRecipient",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "QuadraticFunding_NotSteward",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "QuadraticFunding_NothingDue",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "deadline",
        "type": "uint256"
      }
    ],
    "name": "QuadraticFunding_SignatureExpired",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "QuadraticFunding_TooLittle",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      }
    ],
    "name": "QuadraticFunding_TooManyProjects",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "expected",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "received",
        "type": "uint256"
      }
    ],
    "name": "QuadraticFunding_WrongAmount",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "enum IQuadraticFunding.Phase",
        "name": "phase",
        "type": "uint8"
      }
    ],
    "name": "QuadraticFunding_WrongPhase",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "internalType": "enum IQuadraticFunding.Status",
        "name": "status",
        "type": "uint8"
      }
    ],
    "name": "QuadraticFunding_WrongStatus",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "total",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "sum",
        "type": "uint256"
      }
    ],
    "name": "QuadraticFunding_WrongTotal",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ReentrancyGuardReentrantCall",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "bits",
        "type": "uint8"
      },
      {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "SafeCastOverflowedUintDowncast",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "SafeERC20FailedOperation",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "string",
        "name": "str",
        "type": "string"
      }
    ],
    "name": "StringTooLong",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      }
    ],
    "name": "ApplicationWithdrawn",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "DepositReturned",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [],
    "name": "EIP712DomainChanged",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "funder",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "FundingReturned",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "donor",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "giver",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "total",
        "type": "uint256"
      }
    ],
    "name": "GiftMade",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "donor",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "total",
        "type": "uint256"
      }
    ],
    "name": "GiftReturned",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "community",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "memberId",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "household",
        "type": "bytes32"
      }
    ],
    "name": "HouseholdSet",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "giver",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "nonce",
        "type": "uint256"
      }
    ],
    "name": "NonceUsed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "funder",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "PoolFunded",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "applicant",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "recipient",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "deposit",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "document",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "documentURI",
        "type": "string"
      }
    ],
    "name": "ProjectApplied",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "gifts",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "matched",
        "type": "uint256"
      }
    ],
    "name": "ProjectPaid",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "by",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "accepted",
        "type": "bool"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "ProjectReviewed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "RoundCancelled",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "by",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "numerator",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "denominator",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "threshold",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "matched",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "left",
        "type": "uint256"
      }
    ],
    "name": "RoundFinalized",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "CommunityId[]",
            "name": "others",
            "type": "bytes32[]"
          },
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "uint48",
            "name": "givingFrom",
            "type": "uint48"
          },
          {
            "internalType": "uint48",
            "name": "givingUntil",
            "type": "uint48"
          },
          {
            "internalType": "uint48",
            "name": "reviewUntil",
            "type": "uint48"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "internalType": "uint128",
            "name": "cap",
            "type": "uint128"
          },
          {
            "internalType": "uint96",
            "name": "minGift",
            "type": "uint96"
          },
          {
            "internalType": "uint128",
            "name": "leastPool",
            "type": "uint128"
          },
          {
            "internalType": "uint96",
            "name": "deposit",
            "type": "uint96"
          },
          {
            "internalType": "uint128",
            "name": "householdBound",
            "type": "uint128"
          },
          {
            "internalType": "uint32",
            "name": "undoPeriod",
            "type": "uint32"
          },
          {
            "internalType": "bool",
            "name": "scaleUp",
            "type": "bool"
          },
          {
            "internalType": "bytes32",
            "name": "document",
            "type": "bytes32"
          }
        ],
        "indexed": false,
        "internalType": "struct IQuadraticFunding.Terms",
        "name": "terms",
        "type": "tuple"
      }
    ],
    "name": "RoundOpened",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      }
    ],
    "name": "acceptedProjects",
    "outputs": [
      {
        "internalType": "uint32[]",
        "name": "",
        "type": "uint32[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "cancel",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      }
    ],
    "name": "claim",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      }
    ],
    "name": "claimTo",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "communityRegistry",
    "outputs": [
      {
        "internalType": "contract ICommunityRegistry",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "community",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "memberId",
        "type": "uint256"
      }
    ],
    "name": "contributionOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "total",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "latest",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "latestAt",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "eip712Domain",
    "outputs": [
      {
        "internalType": "bytes1",
        "name": "fields",
        "type": "bytes1"
      },
      {
        "internalType": "string",
        "name": "name",
        "type": "string"
      },
      {
        "internalType": "string",
        "name": "version",
        "type": "string"
      },
      {
        "internalType": "uint256",
        "name": "chainId",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "verifyingContract",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "internalType": "uint256[]",
        "name": "extensions",
        "type": "uint256[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      }
    ],
    "name": "explain",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "roots",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "pairs",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "numerator",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "denominator",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "threshold",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "cap",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "pay",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "gifts",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "dust",
            "type": "uint256"
          }
        ],
        "internalType": "struct IQuadraticFunding.Explanation",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "threshold",
        "type": "uint256"
      }
    ],
    "name": "finalize",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "fund",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "funder",
        "type": "address"
      }
    ],
    "name": "fundingOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "community",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "uint32",
            "name": "project",
            "type": "uint32"
          },
          {
            "internalType": "uint104",
            "name": "amount",
            "type": "uint104"
          }
        ],
        "internalType": "struct IQuadraticFunding.Gift[]",
        "name": "gifts",
        "type": "tuple[]"
      },
      {
        "internalType": "uint256",
        "name": "total",
        "type": "uint256"
      }
    ],
    "name": "give",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "RoundId",
            "name": "roundId",
            "type": "bytes32"
          },
          {
            "internalType": "address",
            "name": "giver",
            "type": "address"
          },
          {
            "internalType": "uint8",
            "name": "community",
            "type": "uint8"
          },
          {
            "components": [
              {
                "internalType": "uint32",
                "name": "project",
                "type": "uint32"
              },
              {
                "internalType": "uint104",
                "name": "amount",
                "type": "uint104"
              }
            ],
            "internalType": "struct IQuadraticFunding.Gift[]",
            "name": "gifts",
            "type": "tuple[]"
          },
          {
            "internalType": "uint256",
            "name": "total",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "nonce",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "deadline",
            "type": "uint256"
          }
        ],
        "internalType": "struct IQuadraticFunding.Cart",
        "name": "cart",
        "type": "tuple"
      },
      {
        "internalType": "bytes",
        "name": "signature",
        "type": "bytes"
      }
    ],
    "name": "giveBySig",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "community",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "uint32",
            "name": "project",
            "type": "uint32"
          },
          {
            "internalType": "uint104",
            "name": "amount",
            "type": "uint104"
          }
        ],
        "internalType": "struct IQuadraticFunding.Gift[]",
        "name": "gifts",
        "type": "tuple[]"
      }
    ],
    "name": "giveNative",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "RoundId",
            "name": "roundId",
            "type": "bytes32"
          },
          {
            "internalType": "address",
            "name": "giver",
            "type": "address"
          },
          {
            "internalType": "uint8",
            "name": "community",
            "type": "uint8"
          },
          {
            "components": [
              {
                "internalType": "uint32",
                "name": "project",
                "type": "uint32"
              },
              {
                "internalType": "uint104",
                "name": "amount",
                "type": "uint104"
              }
            ],
            "internalType": "struct IQuadraticFunding.Gift[]",
            "name": "gifts",
            "type": "tuple[]"
          },
          {
            "internalType": "uint256",
            "name": "total",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "nonce",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "deadline",
            "type": "uint256"
          }
        ],
        "internalType": "struct IQuadraticFunding.Cart",
        "name": "cart",
        "type": "tuple"
      },
      {
        "internalType": "bytes",
        "name": "signature",
        "type": "bytes"
      }
    ],
    "name": "giveWithPermit2",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "community",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "memberId",
        "type": "uint256"
      }
    ],
    "name": "householdOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "giver",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "nonce",
        "type": "uint256"
      }
    ],
    "name": "isNonceUsed",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes[]",
        "name": "data",
        "type": "bytes[]"
      }
    ],
    "name": "multicall",
    "outputs": [
      {
        "internalType": "bytes[]",
        "name": "results",
        "type": "bytes[]"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "CommunityId[]",
            "name": "others",
            "type": "bytes32[]"
          },
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "uint48",
            "name": "givingFrom",
            "type": "uint48"
          },
          {
            "internalType": "uint48",
            "name": "givingUntil",
            "type": "uint48"
          },
          {
            "internalType": "uint48",
            "name": "reviewUntil",
            "type": "uint48"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "internalType": "uint128",
            "name": "cap",
            "type": "uint128"
          },
          {
            "internalType": "uint96",
            "name": "minGift",
            "type": "uint96"
          },
          {
            "internalType": "uint128",
            "name": "leastPool",
            "type": "uint128"
          },
          {
            "internalType": "uint96",
            "name": "deposit",
            "type": "uint96"
          },
          {
            "internalType": "uint128",
            "name": "householdBound",
            "type": "uint128"
          },
          {
            "internalType": "uint32",
            "name": "undoPeriod",
            "type": "uint32"
          },
          {
            "internalType": "bool",
            "name": "scaleUp",
            "type": "bool"
          },
          {
            "internalType": "bytes32",
            "name": "document",
            "type": "bytes32"
          }
        ],
        "internalType": "struct IQuadraticFunding.Terms",
        "name": "terms",
        "type": "tuple"
      }
    ],
    "name": "openRound",
    "outputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "deadline",
        "type": "uint256"
      },
      {
        "internalType": "uint8",
        "name": "v",
        "type": "uint8"
      },
      {
        "internalType": "bytes32",
        "name": "r",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "s",
        "type": "bytes32"
      }
    ],
    "name": "permit",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "permit2",
    "outputs": [
      {
        "internalType": "contract IPermit2",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      }
    ],
    "name": "phaseOf",
    "outputs": [
      {
        "internalType": "enum IQuadraticFunding.Phase",
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      }
    ],
    "name": "projectOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "applicant",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "recipient",
            "type": "address"
          },
          {
            "internalType": "uint96",
            "name": "deposit",
            "type": "uint96"
          },
          {
            "internalType": "VersionId",
            "name": "versionId",
            "type": "bytes32"
          },
          {
            "internalType": "enum IQuadraticFunding.Status",
            "name": "status",
            "type": "uint8"
          },
          {
            "internalType": "uint128",
            "name": "roots",
            "type": "uint128"
          },
          {
            "internalType": "uint120",
            "name": "gifts",
            "type": "uint120"
          },
          {
            "internalType": "uint256",
            "name": "pairs",
            "type": "uint256"
          }
        ],
        "internalType": "struct IQuadraticFunding.Project",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      }
    ],
    "name": "returnDeposit",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      }
    ],
    "name": "returnFunding",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "community",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      }
    ],
    "name": "returnGift",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      },
      {
        "internalType": "bool",
        "name": "accepted",
        "type": "bool"
      },
      {
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "review",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "roundIdFor",
    "outputs": [
      {
        "internalType": "RoundId",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      }
    ],
    "name": "roundOf",
    "outputs": [
      {
        "components": [
          {
            "components": [
              {
                "internalType": "CommunityId",
                "name": "communityId",
                "type": "bytes32"
              },
              {
                "internalType": "CommunityId[]",
                "name": "others",
                "type": "bytes32[]"
              },
              {
                "internalType": "address",
                "name": "token",
                "type": "address"
              },
              {
                "internalType": "uint48",
                "name": "givingFrom",
                "type": "uint48"
              },
              {
                "internalType": "uint48",
                "name": "givingUntil",
                "type": "uint48"
              },
              {
                "internalType": "uint48",
                "name": "reviewUntil",
                "type": "uint48"
              },
              {
                "internalType": "uint48",
                "name": "expiresAt",
                "type": "uint48"
              },
              {
                "internalType": "uint128",
                "name": "cap",
                "type": "uint128"
              },
              {
                "internalType": "uint96",
                "name": "minGift",
                "type": "uint96"
              },
              {
                "internalType": "uint128",
                "name": "leastPool",
                "type": "uint128"
              },
              {
                "internalType": "uint96",
                "name": "deposit",
                "type": "uint96"
              },
              {
                "internalType": "uint128",
                "name": "householdBound",
                "type": "uint128"
              },
              {
                "internalType": "uint32",
                "name": "undoPeriod",
                "type": "uint32"
              },
              {
                "internalType": "bool",
                "name": "scaleUp",
                "type": "bool"
              },
              {
                "internalType": "bytes32",
                "name": "document",
                "type": "bytes32"
              }
            ],
            "internalType": "struct IQuadraticFunding.Terms",
            "name": "terms",
            "type": "tuple"
          },
          {
            "internalType": "enum IQuadraticFunding.Phase",
            "name": "phase",
            "type": "uint8"
          },
          {
            "internalType": "uint128",
            "name": "pool",
            "type": "uint128"
          },
          {
            "internalType": "uint128",
            "name": "left",
            "type": "uint128"
          },
          {
            "internalType": "uint32",
            "name": "projects",
            "type": "uint32"
          }
        ],
        "internalType": "struct IQuadraticFunding.Round",
        "name": "round",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "community",
        "type": "uint256"
      },
      {
        "internalType": "bytes32",
        "name": "household",
        "type": "bytes32"
      }
    ],
    "name": "setHousehold",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "recipient",
        "type": "address"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "document",
        "type": "bytes32"
      },
      {
        "internalType": "string",
        "name": "documentURI",
        "type": "string"
      }
    ],
    "name": "submitApplication",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "community",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      }
    ],
    "name": "undoGift",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "nonce",
        "type": "uint256"
      }
    ],
    "name": "useNonce",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "RoundId",
        "name": "roundId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "project",
        "type": "uint256"
      }
    ],
    "name": "withdrawApplication",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "wrappedNative",
    "outputs": [
      {
        "internalType": "contract IWrappedNative",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const
