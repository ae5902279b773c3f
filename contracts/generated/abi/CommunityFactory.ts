export const communityFactoryAbi = [
  {
    "inputs": [
      {
        "internalType": "contract ICommunityRegistry",
        "name": "registry_",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "membership",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "governor",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "timelock",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "uint48",
            "name": "votingDelay",
            "type": "uint48"
          },
          {
            "internalType": "uint32",
            "name": "votingPeriod",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "timelockDelay",
            "type": "uint32"
          },
          {
            "internalType": "uint16",
            "name": "quorumBps",
            "type": "uint16"
          }
        ],
        "internalType": "struct ICommunityFactory.Floors",
        "name": "floors_",
        "type": "tuple"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [],
    "name": "CloneArgumentsTooLong",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "CommunityFactory_InvalidFloors",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "implementation",
        "type": "address"
      }
    ],
    "name": "CommunityFactory_InvalidImplementation",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "length",
        "type": "uint256"
      }
    ],
    "name": "CommunityFactory_InvalidName",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "CommunityFactory_NoFounders",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "Create2EmptyBytecode",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FailedDeployment",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBalance",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "floors",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint48",
            "name": "votingDelay",
            "type": "uint48"
          },
          {
            "internalType": "uint32",
            "name": "votingPeriod",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "timelockDelay",
            "type": "uint32"
          },
          {
            "internalType": "uint16",
            "name": "quorumBps",
            "type": "uint16"
          }
        ],
        "internalType": "struct ICommunityFactory.Floors",
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
        "components": [
          {
            "internalType": "bytes32",
            "name": "salt",
            "type": "bytes32"
          },
          {
            "internalType": "string",
            "name": "name",
            "type": "string"
          },
          {
            "internalType": "bytes32",
            "name": "charterDigest",
            "type": "bytes32"
          },
          {
            "internalType": "string",
            "name": "charterURI",
            "type": "string"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "account",
                "type": "address"
              },
              {
                "internalType": "uint8",
                "name": "roles",
                "type": "uint8"
              }
            ],
            "internalType": "struct IMembership.Founder[]",
            "name": "founders",
            "type": "tuple[]"
          },
          {
            "components": [
              {
                "internalType": "uint48",
                "name": "votingDelay",
                "type": "uint48"
              },
              {
                "internalType": "uint32",
                "name": "votingPeriod",
                "type": "uint32"
              },
              {
                "internalType": "uint48",
                "name": "lateQuorumVoteExtension",
                "type": "uint48"
              },
              {
                "internalType": "uint16",
                "name": "quorumBps",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "minimumVoters",
                "type": "uint32"
              }
            ],
            "internalType": "struct ICommunityGovernor.GovernorSettings",
            "name": "governor",
            "type": "tuple"
          },
          {
            "internalType": "uint32",
            "name": "timelockDelay",
            "type": "uint32"
          }
        ],
        "internalType": "struct ICommunityFactory.Founding",
        "name": "founding",
        "type": "tuple"
      }
    ],
    "name": "found",
    "outputs": [
      {
        "components": [
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "address",
            "name": "membership",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "governor",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "timelock",
            "type": "address"
          }
        ],
        "internalType": "struct ICommunityFactory.Deployment",
        "name": "community",
        "type": "tuple"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "implementations",
    "outputs": [
      {
        "internalType": "address",
        "name": "membership",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "governor",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "timelock",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "founder",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "components": [
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "address",
            "name": "membership",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "governor",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "timelock",
            "type": "address"
          }
        ],
        "internalType": "struct ICommunityFactory.Deployment",
        "name": "community",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "registry",
    "outputs": [
      {
        "internalType": "contract ICommunityRegistry",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const
